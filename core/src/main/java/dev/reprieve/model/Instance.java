package dev.reprieve.model;

import dev.reprieve.internal.Ordered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of an instance at one version: a snapshot, immutable and thread-safe.
 *
 * <p>Deciding takes a snapshot and yields the next one; a store keeps it. All instants are to the
 * microsecond (ALL-18).
 */
public final class Instance {
  /**
   * Release protection where it is said among attributes, as files and a rebuild's overrides do. A
   * snapshot has it as {@link #releaseProtected}.
   */
  public static final AttributeKey<Boolean> RELEASE_PROTECTION =
      AttributeKey.ofFlag("releaseProtection");

  /** How many of the latest changes of state a snapshot remembers for late events. */
  private static final int TRAIL = 8;

  private final InstanceKey key;
  private final String owner;
  private final PolicyRef policy;
  private final String profile;
  private final BillingMode billing;
  private final Attributes attributes;
  private final @Nullable String identity;
  private final List<Child> children;
  private final @Nullable Instant createdAt;
  private final @Nullable Instant expiresAt;
  private final @Nullable Instant arrearsSince;
  private final InstanceState state;
  private final InstanceState stateBeforeLock;
  private final Instant since;
  private final @Nullable Deadline deadline;
  private final boolean releaseProtected;
  private final Holds holds;
  private final @Nullable String lockedByOthers;
  private final List<EffectKey> openRebuilds;
  private final @Nullable Instant purgeNotBefore;
  private final @Nullable Instant autoRenewAt;
  private final @Nullable NoticeMark noticeMark;
  private final @Nullable PurgeProgress purge;
  private final List<Passage> trail;
  private final Map<String, String> origin;
  private final Instant recordedAt;
  private final long version;

  private Instance(Builder from) {
    this.key = Objects.requireNonNull(from.key, "key");
    this.owner = Objects.requireNonNull(from.owner, "owner");
    this.policy = Objects.requireNonNull(from.policy, "policy");
    this.profile = Objects.requireNonNull(from.profile, "profile");
    this.billing = Objects.requireNonNull(from.billing, "billing");
    this.attributes = from.attributes;
    this.identity = from.identity;
    this.children = from.children;
    this.createdAt = from.createdAt;
    this.expiresAt = from.expiresAt;
    this.arrearsSince = from.arrearsSince;
    this.state = from.state;
    this.stateBeforeLock = from.stateBeforeLock;
    this.since = Objects.requireNonNull(from.since, "since");
    this.deadline = from.deadline;
    this.releaseProtected = from.releaseProtected;
    this.holds = from.holds;
    this.lockedByOthers = from.lockedByOthers;
    this.openRebuilds = from.openRebuilds;
    this.purgeNotBefore = from.purgeNotBefore;
    this.autoRenewAt = from.autoRenewAt;
    this.noticeMark = from.noticeMark;
    this.purge = from.purge;
    this.trail = from.trail;
    this.origin = from.origin;
    this.recordedAt = Objects.requireNonNull(from.recordedAt, "recordedAt");
    this.version = from.version;
  }

  /** A builder with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with everything as it is here. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Tenant, region, product and id. */
  public InstanceKey key() {
    return key;
  }

  /** The account that pays (OWN-01). */
  public String owner() {
    return owner;
  }

  /** The policy that rules it; pinned while it is in the bin (ALL-08). */
  public PolicyRef policy() {
    return policy;
  }

  /** Which profile of the policy. */
  public String profile() {
    return profile;
  }

  /** How it is paid for. */
  public BillingMode billing() {
    return billing;
  }

  /** The product's attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /**
   * The provider's name of this very incarnation, which another instance of the same id would not
   * have (SAF-14), or null where the host knows none.
   */
  public @Nullable String identity() {
    return identity;
  }

  /** What goes with it, in the order in which it is deleted before it (SAF-19). */
  public List<Child> children() {
    return children;
  }

  /** When it was created, or null: it was always there. */
  public @Nullable Instant createdAt() {
    return createdAt;
  }

  /** The end of the term of a subscription, past or ahead; null for every other billing mode. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** Since when it is in arrears, or null. */
  public @Nullable Instant arrearsSince() {
    return arrearsSince;
  }

  /** The recorded state. What a read should show is the engine's word (ALL-12). */
  public InstanceState state() {
    return state;
  }

  /** The state that paying brings back from {@code LOCKED}: running or stopped. */
  public InstanceState stateBeforeLock() {
    return stateBeforeLock;
  }

  /** Since when it has been in its state: when the change was carried out. */
  public Instant since() {
    return since;
  }

  /** The end of the present stage, or null where none is set. */
  public @Nullable Deadline deadline() {
    return deadline;
  }

  /** Whether manual release and destruction are refused (ALL-10). */
  public boolean releaseProtected() {
    return releaseProtected;
  }

  /** Its holds. */
  public Holds holds() {
    return holds;
  }

  /** Why somebody else has locked it (ADO-03), or null. */
  public @Nullable String lockedByOthers() {
    return lockedByOthers;
  }

  /** Rebuilds from it that are neither confirmed nor failed: no purge begins (ALL-16). */
  public List<EffectKey> openRebuilds() {
    return openRebuilds;
  }

  /** An instant before which its purge does not begin whatever the deadline, or null (ALL-16). */
  public @Nullable Instant purgeNotBefore() {
    return purgeNotBefore;
  }

  /** When auto-renewal is to be tried for the present term, or null: never, or it was (RED-10). */
  public @Nullable Instant autoRenewAt() {
    return autoRenewAt;
  }

  /** How far its owner has been told of a purge that is ahead, or null (SAF-04). */
  public @Nullable NoticeMark noticeMark() {
    return noticeMark;
  }

  /** How the purge goes; null unless {@code PURGING}. */
  public @Nullable PurgeProgress purge() {
    return purge;
  }

  /** The latest changes of state, oldest first. */
  public List<Passage> trail() {
    return trail;
  }

  /** The facts with which it came under management, to tell a repetition from a contradiction. */
  public Map<String, String> origin() {
    return origin;
  }

  /** The last instant that was recorded: no decision uses an earlier one (ALL-06). */
  public Instant recordedAt() {
    return recordedAt;
  }

  /** Counts decisions, from 1: the fence for every write and every effect. */
  public long version() {
    return version;
  }

  /**
   * The first instant at which a sweep has something to do: at the deadline, or, for a purge, once
   * the last hold has ended. Null where nothing is due by itself: no deadline, a purge under a hold
   * without end, or a rebuild still under way.
   */
  public @Nullable Instant dueAt() {
    return dueAt(Duration.ZERO);
  }

  /**
   * As {@link #dueAt()}, where a purge waits a grace after the last hold on it has ended, if that
   * was after its deadline (SAF-17).
   */
  public @Nullable Instant dueAt(Duration holdGrace) {
    Objects.requireNonNull(holdGrace, "holdGrace");
    Deadline next = deadline;
    if (next == null || state.isTerminal() || state == InstanceState.PURGING) {
      return null;
    }
    if (!next.purges()) {
      Instant renewal = autoRenewAt;
      return renewal != null && renewal.isBefore(next.at()) ? renewal : next.dueAt();
    }
    if (holds.anyWithoutEnd() || !openRebuilds.isEmpty()) {
      return null;
    }
    Instant held = holds.latestEnd();
    Instant due =
        held != null && held.isAfter(next.at())
            ? Microseconds.after(held, holdGrace)
            : next.dueAt();
    Instant notBefore = purgeNotBefore;
    return notBefore != null && notBefore.isAfter(due) ? notBefore : due;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Instance that
        && version == that.version
        && releaseProtected == that.releaseProtected
        && key.equals(that.key)
        && owner.equals(that.owner)
        && policy.equals(that.policy)
        && profile.equals(that.profile)
        && billing.equals(that.billing)
        && attributes.equals(that.attributes)
        && Objects.equals(identity, that.identity)
        && children.equals(that.children)
        && Objects.equals(createdAt, that.createdAt)
        && Objects.equals(expiresAt, that.expiresAt)
        && Objects.equals(arrearsSince, that.arrearsSince)
        && state == that.state
        && stateBeforeLock == that.stateBeforeLock
        && since.equals(that.since)
        && Objects.equals(deadline, that.deadline)
        && holds.equals(that.holds)
        && Objects.equals(lockedByOthers, that.lockedByOthers)
        && openRebuilds.equals(that.openRebuilds)
        && Objects.equals(purgeNotBefore, that.purgeNotBefore)
        && Objects.equals(autoRenewAt, that.autoRenewAt)
        && Objects.equals(noticeMark, that.noticeMark)
        && Objects.equals(purge, that.purge)
        && trail.equals(that.trail)
        && origin.equals(that.origin)
        && recordedAt.equals(that.recordedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, version, state, recordedAt);
  }

  @Override
  public String toString() {
    return key + " " + state + " (version " + version + ")";
  }

  /** Collects the parts of a snapshot. Not thread-safe. */
  public static final class Builder {
    private @Nullable InstanceKey key;
    private @Nullable String owner;
    private @Nullable PolicyRef policy;
    private @Nullable String profile;
    private @Nullable BillingMode billing;
    private Attributes attributes = Attributes.empty();
    private @Nullable String identity;
    private List<Child> children = List.of();
    private @Nullable Instant createdAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant arrearsSince;
    private InstanceState state = InstanceState.RUNNING;
    private InstanceState stateBeforeLock = InstanceState.RUNNING;
    private @Nullable Instant since;
    private @Nullable Deadline deadline;
    private boolean releaseProtected;
    private Holds holds = Holds.none();
    private @Nullable String lockedByOthers;
    private List<EffectKey> openRebuilds = List.of();
    private @Nullable Instant purgeNotBefore;
    private @Nullable Instant autoRenewAt;
    private @Nullable NoticeMark noticeMark;
    private @Nullable PurgeProgress purge;
    private List<Passage> trail = List.of();
    private Map<String, String> origin = Map.of();
    private @Nullable Instant recordedAt;
    private long version = 1;

    private Builder() {}

    private Builder(Instance from) {
      key = from.key;
      owner = from.owner;
      policy = from.policy;
      profile = from.profile;
      billing = from.billing;
      attributes = from.attributes;
      identity = from.identity;
      children = from.children;
      createdAt = from.createdAt;
      expiresAt = from.expiresAt;
      arrearsSince = from.arrearsSince;
      state = from.state;
      stateBeforeLock = from.stateBeforeLock;
      since = from.since;
      deadline = from.deadline;
      releaseProtected = from.releaseProtected;
      holds = from.holds;
      lockedByOthers = from.lockedByOthers;
      openRebuilds = from.openRebuilds;
      purgeNotBefore = from.purgeNotBefore;
      autoRenewAt = from.autoRenewAt;
      noticeMark = from.noticeMark;
      purge = from.purge;
      trail = from.trail;
      origin = from.origin;
      recordedAt = from.recordedAt;
      version = from.version;
    }

    /** Sets {@link Instance#key}. */
    public Builder key(InstanceKey key) {
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /** Sets {@link Instance#owner}; not blank. */
    public Builder owner(String owner) {
      Objects.requireNonNull(owner, "owner");
      this.owner = Names.checkId("owner", owner);
      return this;
    }

    /** Sets {@link Instance#policy}. */
    public Builder policy(PolicyRef policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Sets {@link Instance#profile}. */
    public Builder profile(String profile) {
      this.profile = Objects.requireNonNull(profile, "profile");
      return this;
    }

    /** Sets {@link Instance#billing}. */
    public Builder billing(BillingMode billing) {
      this.billing = Objects.requireNonNull(billing, "billing");
      return this;
    }

    /** Sets {@link Instance#attributes}. */
    public Builder attributes(Attributes attributes) {
      this.attributes = Objects.requireNonNull(attributes, "attributes");
      return this;
    }

    /** Sets {@link Instance#identity}; not blank. */
    public Builder identity(@Nullable String identity) {
      this.identity = identity == null ? null : Names.checkId("identity", identity);
      return this;
    }

    /** Sets {@link Instance#children}, each once. */
    public Builder children(List<Child> children) {
      Objects.requireNonNull(children, "children");
      this.children = children.stream().distinct().toList();
      return this;
    }

    /** Sets {@link Instance#createdAt}, rounded down. */
    public Builder createdAt(@Nullable Instant createdAt) {
      this.createdAt = createdAt == null ? null : Microseconds.down(createdAt);
      return this;
    }

    /** Sets {@link Instance#expiresAt}, rounded up. */
    public Builder expiresAt(@Nullable Instant expiresAt) {
      this.expiresAt = expiresAt == null ? null : Microseconds.up(expiresAt);
      return this;
    }

    /** Sets {@link Instance#arrearsSince}, rounded down. */
    public Builder arrearsSince(@Nullable Instant arrearsSince) {
      this.arrearsSince = arrearsSince == null ? null : Microseconds.down(arrearsSince);
      return this;
    }

    /**
     * Puts the instance into a state without a passage: for what is already there. A change of
     * state goes through {@link #moveTo}.
     */
    public Builder state(InstanceState state, Instant since) {
      Objects.requireNonNull(since, "since");
      this.state = Objects.requireNonNull(state, "state");
      this.since = Microseconds.down(since);
      if (state.isLive()) {
        this.stateBeforeLock = state;
      }
      return this;
    }

    /** Sets {@link Instance#stateBeforeLock}. */
    public Builder stateBeforeLock(InstanceState stateBeforeLock) {
      this.stateBeforeLock = Objects.requireNonNull(stateBeforeLock, "stateBeforeLock");
      return this;
    }

    /**
     * Changes the state at an instant and remembers the passage; the same state is no change. The
     * version is set before.
     */
    public Builder moveTo(InstanceState next, Cause cause, Instant at) {
      Objects.requireNonNull(next, "next");
      Objects.requireNonNull(cause, "cause");
      Objects.requireNonNull(at, "at");
      if (next == state) {
        return this;
      }
      if (state.isLive()) {
        stateBeforeLock = state;
      }
      List<Passage> passages = new ArrayList<>(trail);
      passages.add(new Passage(state, next, cause, at, version));
      trail = List.copyOf(passages.subList(Math.max(0, passages.size() - TRAIL), passages.size()));
      state = next;
      since = at;
      return this;
    }

    /** Sets {@link Instance#deadline}. */
    public Builder deadline(@Nullable Deadline deadline) {
      this.deadline = deadline;
      return this;
    }

    /** Sets {@link Instance#releaseProtected}. */
    public Builder releaseProtected(boolean releaseProtected) {
      this.releaseProtected = releaseProtected;
      return this;
    }

    /** Sets {@link Instance#holds}. */
    public Builder holds(Holds holds) {
      this.holds = Objects.requireNonNull(holds, "holds");
      return this;
    }

    /** Sets {@link Instance#lockedByOthers}. */
    public Builder lockedByOthers(@Nullable String lockedByOthers) {
      this.lockedByOthers = lockedByOthers;
      return this;
    }

    /** Sets {@link Instance#openRebuilds}. */
    public Builder openRebuilds(List<EffectKey> openRebuilds) {
      Objects.requireNonNull(openRebuilds, "openRebuilds");
      this.openRebuilds = List.copyOf(openRebuilds);
      return this;
    }

    /** Sets {@link Instance#purgeNotBefore}, rounded up. */
    public Builder purgeNotBefore(@Nullable Instant purgeNotBefore) {
      this.purgeNotBefore = purgeNotBefore == null ? null : Microseconds.up(purgeNotBefore);
      return this;
    }

    /** Sets {@link Instance#autoRenewAt}. */
    public Builder autoRenewAt(@Nullable Instant autoRenewAt) {
      this.autoRenewAt = autoRenewAt;
      return this;
    }

    /** Sets {@link Instance#noticeMark}. */
    public Builder noticeMark(@Nullable NoticeMark noticeMark) {
      this.noticeMark = noticeMark;
      return this;
    }

    /** Sets {@link Instance#purge}. */
    public Builder purge(@Nullable PurgeProgress purge) {
      this.purge = purge;
      return this;
    }

    /** Sets {@link Instance#trail}: for stores that read a row back. */
    public Builder trail(List<Passage> trail) {
      Objects.requireNonNull(trail, "trail");
      this.trail = List.copyOf(trail);
      return this;
    }

    /** Sets {@link Instance#origin}. */
    public Builder origin(Map<String, String> origin) {
      Objects.requireNonNull(origin, "origin");
      this.origin = Ordered.copyOf(origin);
      return this;
    }

    /** Sets {@link Instance#recordedAt}, rounded down. */
    public Builder recordedAt(Instant recordedAt) {
      Objects.requireNonNull(recordedAt, "recordedAt");
      this.recordedAt = Microseconds.down(recordedAt);
      return this;
    }

    /** Sets {@link Instance#version}. */
    public Builder version(long version) {
      this.version = version;
      return this;
    }

    /**
     * The snapshot.
     *
     * @throws NullPointerException if key, owner, policy, profile, billing, state or the last
     *     recorded instant was not set
     */
    public Instance build() {
      return new Instance(this);
    }
  }
}
