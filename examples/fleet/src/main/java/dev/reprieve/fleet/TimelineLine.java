package dev.reprieve.fleet;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one instance (TL-01). Immutable.
 *
 * @param address Terraform's address, or the id
 * @param id the vendor's id, or null
 * @param product the policy's id
 * @param profile the policy's profile
 * @param billing how it is paid for, or null where nobody says
 * @param region where it lives, or null
 * @param createdAt when it was created, or null
 * @param state its state as of now, or null where no rule can say
 * @param timeline the transitions still ahead
 * @param ifArrears what arrears would start, for what has no end and is not in arrears; else null
 * @param unknown what is not known and a rule needs, by the provider's names
 * @param relative whether the timeline counts from an expiry that nobody knows (TF-06)
 * @param conflict where file and rules disagree, or null (TF-08)
 * @param purgeDue since when a purge has been due of what is still there, or null (ALL-12)
 * @param assumesAutoRenewalFails whether auto-renewal is on (TF-09)
 * @param lockedByOthers who else has locked it, or null
 * @param findings contradictions and what could not be read
 */
record TimelineLine(
    String address,
    @Nullable String id,
    String product,
    String profile,
    @Nullable BillingMode billing,
    @Nullable String region,
    @Nullable Instant createdAt,
    @Nullable InstanceState state,
    List<Step> timeline,
    @Nullable List<Step> ifArrears,
    List<String> unknown,
    boolean relative,
    @Nullable Conflict conflict,
    @Nullable Instant purgeDue,
    boolean assumesAutoRenewalFails,
    @Nullable String lockedByOthers,
    List<String> findings) {

  TimelineLine {
    timeline = List.copyOf(timeline);
    ifArrears = ifArrears == null ? null : List.copyOf(ifArrears);
    unknown = List.copyOf(unknown);
    findings = List.copyOf(findings);
  }

  /**
   * One transition.
   *
   * @param at when, or null where it is counted from a start that nobody knows
   * @param after how long after that start, or null
   */
  record Step(
      @Nullable Instant at,
      @Nullable Duration after,
      InstanceState from,
      InstanceState to,
      String rule) {}

  /** What the file says and what the rules give. */
  record Conflict(InstanceState observed, InstanceState computed) {}
}
