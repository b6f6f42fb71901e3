package dev.reprieve.terraform;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a policy governs, with everything that the file and the facts say of it.
 * Immutable. It never holds a secret: passwords are dropped while the file is read (TF-04).
 *
 * @param address Terraform's address
 * @param id the vendor's id, or null where the file has none
 * @param product the id of the policy that governs it
 * @param profile the policy's profile, or null for its default
 * @param billing how it is paid for, or null where that is not known
 * @param region where it lives, or null where that is not known (TF-10)
 * @param createdAt when it was created, or null where that is not known
 * @param expiresAt the end of a subscription's term, or null where that is not known; always null
 *     for every other billing mode
 * @param expiryName what the provider calls that end
 * @param attributes what rules need and what describes, by the library's names
 * @param releaseProtected whether release protection is on
 * @param autoRenews whether auto-renewal is on (TF-09)
 * @param observed the states that the file and the facts say it is in (TF-08); empty where nothing
 *     does
 * @param lockedByOthers who else has locked it, in the provider's word, or null (TF-08)
 * @param lacking what a rule needs and neither file nor facts have, by the provider's names (TF-02)
 * @param arrearsSince since when it is in arrears, by the facts, or null
 * @param releasedAt when it was released by hand, by the facts, or null
 * @param findings contradictions and what could not be read, each a sentence
 */
public record GovernedInstance(
    String address,
    @Nullable String id,
    String product,
    @Nullable String profile,
    @Nullable BillingMode billing,
    @Nullable String region,
    @Nullable Instant createdAt,
    @Nullable Instant expiresAt,
    String expiryName,
    Attributes attributes,
    boolean releaseProtected,
    boolean autoRenews,
    List<InstanceState> observed,
    @Nullable String lockedByOthers,
    List<String> lacking,
    @Nullable Instant arrearsSince,
    @Nullable Instant releasedAt,
    List<String> findings) {
  /** Copies the lists. */
  public GovernedInstance {
    observed = List.copyOf(observed);
    lacking = List.copyOf(lacking);
    findings = List.copyOf(findings);
  }

  /** Whether it is a subscription whose end nobody has said: its timeline is relative (TF-06). */
  public boolean lacksExpiry() {
    return billing != null && billing.isSubscription() && expiresAt == null;
  }
}
