package dev.reprieve;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the bin as a user interface shows it: read-only, with no secret and nothing that only
 * the engine needs.
 *
 * @param key tenant, region, product and id
 * @param name the instance's name, or null
 * @param owner the account that pays
 * @param profile the profile that rules it
 * @param billing how it is paid for
 * @param state the state at {@code now}; never {@code PURGED} of data that is still there
 * @param since since when it has been in its recorded state
 * @param nextAt when something happens next if nobody does anything, or null
 * @param nextState the state after it, or null
 * @param rule the rule that sets it, or null
 * @param held whether a hold is in force
 * @param releaseProtected whether it is protected from release
 * @param operations the names of the operations that are permitted now
 * @param tags its tags by name
 * @param now the instant at which this was true
 */
public record BinItem(
    InstanceKey key,
    @Nullable String name,
    String owner,
    String profile,
    BillingMode billing,
    InstanceState state,
    Instant since,
    @Nullable Instant nextAt,
    @Nullable InstanceState nextState,
    @Nullable String rule,
    boolean held,
    boolean releaseProtected,
    Set<String> operations,
    Map<String, String> tags,
    Instant now) {
  /** Copies the collections. */
  public BinItem {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(billing, "billing");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(operations, "operations");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(now, "now");
    operations = Ordered.copyOf(operations);
    tags = Ordered.copyOf(tags);
  }
}
