package dev.reprieve.policy;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.BillingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manual release does.
 *
 * @param billing for which billing modes
 * @param outcome where it leads
 * @param kept for {@link Outcome#RETAINED}: how long the bin keeps it, or null without end
 * @param moreThan whether it is purged only after that span and not yet at its end (KEC-04)
 * @param rule the rule that says so
 * @param endRule the rule that ends the keeping, or again {@code rule} where nothing ends
 */
public record Release(
    Set<BillingMode> billing,
    Outcome outcome,
    @Nullable Duration kept,
    boolean moreThan,
    String rule,
    String endRule) {
  /** Where a manual release leads. */
  public enum Outcome {
    /** Into the bin. */
    RETAINED,
    /** Purged at once: a final release, which needs confirmation (ALL-17). */
    PURGED
  }

  /** Copies the modes. */
  public Release {
    Objects.requireNonNull(billing, "billing");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(endRule, "endRule");
    billing = Ordered.copyOf(billing, Comparator.comparing(BillingMode::name));
  }

  /** Whether nothing of the instance remains. */
  public boolean isFinal() {
    return outcome == Outcome.PURGED;
  }
}
