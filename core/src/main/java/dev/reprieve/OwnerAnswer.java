package dev.reprieve;

import dev.reprieve.model.Answer;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Refusal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came of saying something of an owner (OWN-02): of the owner's own fact, and of each instance
 * that it reached.
 *
 * @param kind of the owner's fact: {@code APPLIED} if it changed, {@code ALREADY_THERE} if it was
 *     so already, {@code REFUSED}, or {@code LOST_RACE}, where nothing was reached and it is to be
 *     said again
 * @param refusal why not; null unless refused
 * @param repeated whether this is the first answer to a message that came again (ALL-05)
 * @param instances the answer of each instance that is not a subscription and not gone, in the
 *     order in which they were first written; where the owner's is refused, so is each that has not
 *     answered before
 */
public record OwnerAnswer(
    Answer.Kind kind,
    @Nullable Refusal refusal,
    boolean repeated,
    Map<InstanceKey, Answer> instances) {
  /** Copies the answers, and keeps their order. */
  public OwnerAnswer {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(instances, "instances");
    instances = Collections.unmodifiableMap(new LinkedHashMap<>(instances));
  }

  /** Whether it is recorded of the owner, now or the first time. */
  public boolean isApplied() {
    return kind == Answer.Kind.APPLIED;
  }

  /** The same answer, with those of these instances alone. */
  OwnerAnswer of(Predicate<InstanceKey> shown) {
    Map<InstanceKey, Answer> fewer = new LinkedHashMap<>(instances);
    fewer.keySet().removeIf(key -> !shown.test(key));
    return new OwnerAnswer(kind, refusal, repeated, fewer);
  }
}
