package dev.reprieve.guard;

import dev.reprieve.model.Refusal;
import java.util.Objects;

/**
 * Somebody asked what it may not, by a call that has no answer with a refusal in it. Says nothing
 * about what exists.
 */
public final class NotAuthorizedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  /** An exception that carries a refusal. */
  public NotAuthorizedException(Refusal refusal) {
    super(Objects.requireNonNull(refusal, "refusal").message());
    this.refusal = refusal;
  }

  /** The refusal; not carried over by serialization. */
  public Refusal refusal() {
    return refusal;
  }
}
