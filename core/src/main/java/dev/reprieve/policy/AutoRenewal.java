package dev.reprieve.policy;

import dev.reprieve.model.Condition;
import java.time.Duration;
import java.util.Objects;

/**
 * When renewal is tried ahead of the expiry (RED-10).
 *
 * @param when for which instances
 * @param lead how long before the expiry
 * @param rule the rule that says so
 */
public record AutoRenewal(Condition when, Duration lead, String rule) {
  /** Refuses nulls. */
  public AutoRenewal {
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(lead, "lead");
    Objects.requireNonNull(rule, "rule");
  }
}
