package dev.reprieve;

import dev.reprieve.model.Hold;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of an instance that exists already (ADO-01): what a {@link Registration} says,
 * and how far it has come. Immutable.
 */
public final class Adoption {
  private final Registration registration;
  private final InstanceState state;
  private final @Nullable Instant since;
  private final @Nullable Instant arrearsSince;
  private final @Nullable Instant releasedAt;
  private final @Nullable Instant promisedPurgeAt;
  private final List<Hold> holds;
  private final @Nullable String lockedByOthers;
  private final boolean purgeMayComeSooner;
  private final @Nullable String by;
  private final @Nullable String why;

  private Adoption(Builder from) {
    this.registration = from.registration;
    this.state = from.state;
    this.since = from.since;
    this.arrearsSince = from.arrearsSince;
    this.releasedAt = from.releasedAt;
    this.promisedPurgeAt = from.promisedPurgeAt;
    this.holds = List.copyOf(from.holds);
    this.lockedByOthers = from.lockedByOthers;
    this.purgeMayComeSooner = from.purgeMayComeSooner;
    this.by = from.by;
    this.why = from.why;
  }

  /**
   * Begins an adoption.
   *
   * @param state the state in which the instance is: running, stopped, locked or retained
   * @throws IllegalArgumentException for any other state
   */
  public static Builder of(Registration registration, InstanceState state) {
    return new Builder(registration, state);
  }

  /** What is said of any instance. */
  public Registration registration() {
    return registration;
  }

  /** The state in which it is. */
  public InstanceState state() {
    return state;
  }

  /** Since when, or null where nobody knows. */
  public @Nullable Instant since() {
    return since;
  }

  /** Since when it is in arrears, or null. */
  public @Nullable Instant arrearsSince() {
    return arrearsSince;
  }

  /** When it was released by hand, or null. */
  public @Nullable Instant releasedAt() {
    return releasedAt;
  }

  /** When its owner was told that it will be purged, or null. */
  public @Nullable Instant promisedPurgeAt() {
    return promisedPurgeAt;
  }

  /** The holds that are on it. */
  public List<Hold> holds() {
    return holds;
  }

  /** Why somebody else has locked it, or null (ADO-03). */
  public @Nullable String lockedByOthers() {
    return lockedByOthers;
  }

  /** Whether its purge may come before a full span has gone by since the adoption (ADO-02). */
  public boolean purgeMayComeSooner() {
    return purgeMayComeSooner;
  }

  /** Who adopts it, for the audit, or null. */
  public @Nullable String by() {
    return by;
  }

  /** Why, for the audit, or null. */
  public @Nullable String why() {
    return why;
  }

  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>(registration.facts());
    facts.put("state", state.name());
    facts.put("since", Objects.toString(since, ""));
    facts.put("arrearsSince", Objects.toString(arrearsSince, ""));
    facts.put("releasedAt", Objects.toString(releasedAt, ""));
    facts.put("promisedPurgeAt", Objects.toString(promisedPurgeAt, ""));
    facts.put("holds", holds.toString());
    facts.put("lockedByOthers", Objects.toString(lockedByOthers, ""));
    facts.put("purgeMayComeSooner", String.valueOf(purgeMayComeSooner));
    return facts;
  }

  /** Collects what is known. Not thread-safe. */
  public static final class Builder {
    private final Registration registration;
    private final InstanceState state;
    private final List<Hold> holds = new ArrayList<>();
    private @Nullable Instant since;
    private @Nullable Instant arrearsSince;
    private @Nullable Instant releasedAt;
    private @Nullable Instant promisedPurgeAt;
    private @Nullable String lockedByOthers;
    private boolean purgeMayComeSooner;
    private @Nullable String by;
    private @Nullable String why;

    private Builder(Registration registration, InstanceState state) {
      Objects.requireNonNull(registration, "registration");
      Objects.requireNonNull(state, "state");
      if (!state.isLive() && state != InstanceState.LOCKED && state != InstanceState.RETAINED) {
        throw new IllegalArgumentException(
            "an instance cannot be adopted in "
                + state
                + ": expected RUNNING, STOPPED, LOCKED or RETAINED");
      }
      this.registration = registration;
      this.state = state;
    }

    /** Since when it is in its state; null where nobody knows. */
    public Builder since(@Nullable Instant since) {
      this.since = since;
      return this;
    }

    /** Since when it is in arrears, or null. */
    public Builder arrearsSince(@Nullable Instant arrearsSince) {
      this.arrearsSince = arrearsSince;
      return this;
    }

    /** When it was released by hand, or null. */
    public Builder releasedAt(@Nullable Instant releasedAt) {
      this.releasedAt = releasedAt;
      return this;
    }

    /** When its owner was told that it will be purged, or null. */
    public Builder promisedPurgeAt(@Nullable Instant promisedPurgeAt) {
      this.promisedPurgeAt = promisedPurgeAt;
      return this;
    }

    /** A hold that is on it. */
    public Builder hold(Hold hold) {
      holds.add(Objects.requireNonNull(hold, "hold"));
      return this;
    }

    /**
     * Why somebody else has locked it, or null: recorded, and neither locked nor unlocked by us
     * (ADO-03).
     */
    public Builder lockedByOthers(@Nullable String reason) {
      this.lockedByOthers = reason;
      return this;
    }

    /**
     * Lets the purge come as soon as the rules alone give it, and not only after a full span from
     * the adoption (ADO-02).
     *
     * @param by who takes that upon himself
     * @param why the reason
     */
    public Builder purgeMayComeSooner(String by, String why) {
      Objects.requireNonNull(by, "by");
      this.why = Objects.requireNonNull(why, "why");
      this.by = by;
      this.purgeMayComeSooner = true;
      return this;
    }

    /** Who adopts it, for the audit, or null. */
    public Builder by(@Nullable String by) {
      this.by = by;
      return this;
    }

    /** The adoption. */
    public Adoption build() {
      return new Adoption(this);
    }
  }
}
