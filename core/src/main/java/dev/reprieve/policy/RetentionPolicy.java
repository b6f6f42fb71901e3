package dev.reprieve.policy;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one product as data: an id, a version, and for each profile the vendor's tables. It
 * does nothing by itself; one {@link Interpreter} runs every policy and guarantees the rules that
 * hold for all.
 *
 * <p>Immutable and thread-safe. Equal {@linkplain #digest digests} mean equal decisions.
 */
public final class RetentionPolicy {
  private final String id;
  private final int version;
  private final Set<BillingMode> billingModes;
  private final List<Requirement> requirements;
  private final Map<String, Profile> profiles;
  private final List<Restriction> restrictions;
  private final List<AttributeChange> changes;
  private final List<AutoRenewal> autoRenewals;
  private final List<NotCarried> notCarried;
  private final List<String> hostCarries;
  private final List<Counsel> counsels;
  private final Set<BillingMode> creationNeeded;
  private final @Nullable String billingChangeRule;
  private final Set<Operation> operations;
  private final PolicyRef ref;

  RetentionPolicy(RetentionPolicyBuilder from) {
    this.id = from.id;
    this.version = from.version;
    this.billingModes = Ordered.copyOf(from.billingModes, Comparator.comparing(BillingMode::name));
    this.requirements = List.copyOf(from.requirements);
    Map<String, Profile> named = new LinkedHashMap<>();
    from.profiles.forEach(profile -> named.put(profile.name(), profile));
    this.profiles = Collections.unmodifiableMap(named);
    this.restrictions = List.copyOf(from.restrictions);
    this.changes = List.copyOf(from.changes);
    this.autoRenewals = List.copyOf(from.autoRenewals);
    this.notCarried = List.copyOf(from.notCarried);
    this.hostCarries = List.copyOf(from.hostCarries);
    this.counsels = List.copyOf(from.counsels);
    this.creationNeeded = Set.copyOf(from.creationNeeded);
    this.billingChangeRule = from.billingChangeRule;
    this.operations = collectOperations();
    this.ref = new PolicyRef(id, version, PolicyCodec.digest(this));
  }

  /**
   * Begins a policy.
   *
   * @param id the product, as scenario files and instance keys name it
   * @param version from 1 upwards; another content needs another version (ALL-08)
   */
  public static RetentionPolicyBuilder builder(String id, int version) {
    Objects.requireNonNull(id, "id");
    return new RetentionPolicyBuilder(id, version);
  }

  /** The product. */
  public String id() {
    return id;
  }

  /** The version, from 1 upwards. */
  public int version() {
    return version;
  }

  /** Id, version and digest. */
  public PolicyRef ref() {
    return ref;
  }

  /** SHA-256 of everything that the policy says, in hexadecimal. */
  public String digest() {
    return ref.digest();
  }

  /** The billing modes that the product has. */
  public Set<BillingMode> billingModes() {
    return billingModes;
  }

  /** The attributes that rules need. */
  public List<Requirement> requirements() {
    return requirements;
  }

  /** Whether rules count from the creation of what is billed so, which must then be known. */
  public boolean needsCreation(BillingMode billing) {
    Objects.requireNonNull(billing, "billing");
    return creationNeeded.contains(billing);
  }

  /** The profiles by name, the default one first. */
  public Map<String, Profile> profiles() {
    return profiles;
  }

  /** The profile that is meant where none is named. */
  public Profile defaultProfile() {
    return profiles.values().iterator().next();
  }

  /** The reasons to refuse what a state permits, in the order in which they are judged. */
  public List<Restriction> restrictions() {
    return restrictions;
  }

  /** The operations that change an attribute. */
  public List<AttributeChange> changes() {
    return changes;
  }

  /** When auto-renewal is tried. */
  public List<AutoRenewal> autoRenewals() {
    return autoRenewals;
  }

  /** What does not come back. */
  public List<NotCarried> notCarried() {
    return notCarried;
  }

  /** Whether there is anything that does not come back with an operation. */
  public boolean loses(Operation operation) {
    Objects.requireNonNull(operation, "operation");
    return notCarried.stream().anyMatch(line -> line.operation().equals(operation));
  }

  /** What the library does not hold and the host carries over at a rebuild (RED-07). */
  public List<String> hostCarries() {
    return hostCarries;
  }

  /** Advice that goes with operations. */
  public List<Counsel> counsels() {
    return counsels;
  }

  /** The rule that lets pay-as-you-go become a subscription (BIL-01), or null. */
  public @Nullable String billingChangeRule() {
    return billingChangeRule;
  }

  /** Every operation that the product knows, in some state of some table. */
  public Set<Operation> operations() {
    return operations;
  }

  /**
   * The same policy with a stage of a profile that lasts longer; later stages move with it, and
   * what is released by hand is kept so long, too, where the stage is {@code RETAINED}.
   *
   * @param profileName the profile
   * @param stage {@code RUNNING} for running on after T, {@code LOCKED} or {@code RETAINED}
   * @param span how long it lasts
   * @param newVersion the version of the changed policy: another one than this has (ALL-08)
   * @throws IllegalArgumentException if the profile has no such stage with an end, if a span would
   *     get shorter (see {@link #shortened}), or if the version is not another
   */
  public RetentionPolicy lengthened(
      String profileName, InstanceState stage, Duration span, int newVersion) {
    Objects.requireNonNull(profileName, "profileName");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(span, "span");
    return new StageSpan(this, profileName, stage, span, false).applied(newVersion);
  }

  /**
   * As {@link #lengthened}, and a span may also get shorter: said by its name, because customers'
   * data is deleted sooner by it.
   *
   * @throws IllegalArgumentException if the profile has no such stage with an end, if the span is
   *     not positive, or if the version is not another
   */
  public RetentionPolicy shortened(
      String profileName, InstanceState stage, Duration span, int newVersion) {
    Objects.requireNonNull(profileName, "profileName");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(span, "span");
    return new StageSpan(this, profileName, stage, span, true).applied(newVersion);
  }

  /**
   * The one table that rules an instance.
   *
   * @throws UnruledInstanceException if no table does: an attribute is missing or unreadable, or
   *     the profile is not this policy's (ALL-13)
   */
  public RetentionTable tableFor(Instance instance, Instant at) {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(at, "at");
    Profile profile = profiles.get(instance.profile());
    if (profile != null) {
      for (RetentionTable table : profile.tables()) {
        if (table.when().holds(instance, at)) {
          return table;
        }
      }
    }
    throw new UnruledInstanceException(instance, this);
  }

  /** How long after T the slowest table of a profile purges, or null if none does. */
  @Nullable Duration latestPurge(String profileName) {
    Duration latest = null;
    Profile profile = profiles.get(profileName);
    for (RetentionTable table : profile == null ? List.<RetentionTable>of() : profile.tables()) {
      int purged = table.indexOf(InstanceState.PURGED);
      Duration after = purged < 0 ? null : table.stages().get(purged).after();
      latest = after == null || (latest != null && latest.compareTo(after) > 0) ? latest : after;
    }
    return latest;
  }

  /** Whether instances that are billed so can be released by hand under some table. */
  boolean releases(String profileName, BillingMode billing) {
    Profile profile = profiles.get(profileName);
    if (profile == null) {
      return false;
    }
    for (RetentionTable table : profile.tables()) {
      if (table.handling().release(billing) != null) {
        return true;
      }
    }
    return false;
  }

  /** The change that an operation makes, or null. */
  @Nullable AttributeChange changeBy(Operation operation) {
    for (AttributeChange change : changes) {
      if (change.operation().equals(operation)) {
        return change;
      }
    }
    return null;
  }

  private Set<Operation> collectOperations() {
    Set<Operation> all = new LinkedHashSet<>();
    all.add(Operation.RENEW);
    all.add(Operation.SETTLE);
    all.add(Operation.ARREARS);
    for (Profile profile : profiles.values()) {
      for (RetentionTable table : profile.tables()) {
        table.handling().permissions().forEach(line -> all.add(line.operation()));
        if (!table.handling().releases().isEmpty()) {
          all.add(Operation.RELEASE);
        }
      }
    }
    changes.forEach(change -> all.add(change.operation()));
    if (billingChangeRule != null) {
      all.add(Operation.CHANGE_BILLING_MODE);
    }
    all.add(Operation.PROTECT);
    all.add(Operation.UNPROTECT);
    all.add(Operation.HOLD);
    all.add(Operation.UNHOLD);
    all.add(Operation.SNOOZE);
    all.add(Operation.RETRY_PURGE);
    all.add(Operation.FORGET);
    return Collections.unmodifiableSet(all);
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
