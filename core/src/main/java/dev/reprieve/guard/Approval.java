package dev.reprieve.guard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of an operator's act that may need a second principal (SAF-20).
 *
 * @param affected how many instances or effects it reached; 0 while it waits
 * @param pendingAsk what a second principal approves by, or null if it was done at once
 */
public record Approval(int affected, @Nullable String pendingAsk) {
  /** Done. */
  public static Approval done(int affected) {
    return new Approval(affected, null);
  }

  /** Waits for a second principal. */
  public static Approval pending(String ask) {
    Objects.requireNonNull(ask, "ask");
    return new Approval(0, ask);
  }

  /** Whether it was done at once. */
  public boolean isDone() {
    return pendingAsk == null;
  }
}
