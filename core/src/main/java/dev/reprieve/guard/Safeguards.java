package dev.reprieve.guard;

import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What keeps an engine from purging by mistake (SPEC 8). Immutable.
 *
 * <p>Every engine has {@link #standard()} unless its host says otherwise. What an operator does at
 * run time (kill switch, confirmations, other limits) is kept in the store and not here.
 */
public final class Safeguards {
  /** The prefix of the attributes that hold tags. */
  private static final String TAG = "tag.";

  private final Limits purges;
  private final Limits locks;
  private final boolean looksAfresh;
  private final Duration lookAgainAfter;
  private final Duration clockLimit;
  private final Duration outageLimit;
  private final Duration longestPush;
  private final boolean clockGuarded;
  private final boolean backupGate;
  private final long floor;
  private final Set<InstanceKey> protectedKeys;
  private final Map<String, Set<String>> protectedTags;
  private final Set<SecondLook> secondLooks;

  private Safeguards(Builder from) {
    this.purges = from.purges;
    this.locks = from.locks;
    this.looksAfresh = from.looksAfresh;
    this.lookAgainAfter = from.lookAgainAfter;
    this.clockLimit = from.clockLimit;
    this.outageLimit = from.outageLimit;
    this.longestPush = from.longestPush;
    this.clockGuarded = from.clockGuarded;
    this.backupGate = from.backupGate;
    this.floor = from.floor;
    this.protectedKeys = Set.copyOf(from.protectedKeys);
    Map<String, Set<String>> tags = new TreeMap<>();
    from.protectedTags.forEach((name, values) -> tags.put(name, Set.copyOf(values)));
    this.protectedTags = tags;
    this.secondLooks = Set.copyOf(from.secondLooks);
  }

  /** Everything that the rulebook turns on. */
  public static Safeguards standard() {
    return builder().build();
  }

  /**
   * Nothing acts: for a simulation in which the clock is true and the host answers at once, and for
   * tests of the rules alone.
   */
  public static Safeguards none() {
    return noneBut().build();
  }

  /** Begins with none of them, for a test of one. */
  public static Builder noneBut() {
    return builder()
        .purges(Limits.NONE)
        .locks(Limits.NONE)
        .withoutFreshLook()
        .withoutClockGuard()
        .withoutBackupGate();
  }

  /** Begins with the standard ones. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many purges may begin (SAF-01). */
  public Limits purges() {
    return purges;
  }

  /** How many {@code LOCK_ACCESS} and {@code RELEASE_COMPUTE} may go out (SAF-01). */
  public Limits locks() {
    return locks;
  }

  /** Whether the host is asked once more before anything is purged or released (SAF-02). */
  public boolean looksAfresh() {
    return looksAfresh;
  }

  /** How long what was declined waits until it is looked at again. */
  public Duration lookAgainAfter() {
    return lookAgainAfter;
  }

  /** Whether clocks are compared, and outages taken into account (SAF-05). */
  public boolean clockGuarded() {
    return clockGuarded;
  }

  /** How far clocks may lie apart (SAF-05). */
  public Duration clockLimit() {
    return clockLimit;
  }

  /** For how long nobody may have swept before it is an outage (SAF-05). */
  public Duration outageLimit() {
    return outageLimit;
  }

  /** By how much an outage pushes deadlines at the most (SAF-05). */
  public Duration longestPush() {
    return longestPush;
  }

  /** Whether a backup must be named before what it saves is released or purged (SAF-06). */
  public boolean backupGate() {
    return backupGate;
  }

  /** How many instances must be left after a purge (SAF-18). */
  public long floor() {
    return floor;
  }

  /** What needs a second principal (SAF-20). */
  public Set<SecondLook> secondLooks() {
    return secondLooks;
  }

  /** Whether an instance's id or one of its tags keeps it from ever being purged (SAF-18). */
  public boolean protects(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    return protectedKeys.contains(instance.key())
        || protectedTags.entrySet().stream()
            .anyMatch(
                tag -> {
                  String value = instance.attributes().text(tag.getKey());
                  return value != null && tag.getValue().contains(value);
                });
  }

  /** Collects safeguards. Not thread-safe. */
  public static final class Builder {
    private Limits purges = Limits.PURGES;
    private Limits locks = Limits.LOCKS;
    private boolean looksAfresh = true;
    private Duration lookAgainAfter = Duration.ofMinutes(15);
    private Duration clockLimit = Duration.ofMinutes(15);
    private Duration outageLimit = Duration.ofMinutes(15);
    private Duration longestPush = Duration.ofDays(7);
    private boolean clockGuarded = true;
    private boolean backupGate = true;
    private long floor;
    private final Set<InstanceKey> protectedKeys = new HashSet<>();
    private final Map<String, Set<String>> protectedTags = new TreeMap<>();
    private final Set<SecondLook> secondLooks = EnumSet.noneOf(SecondLook.class);

    private Builder() {}

    /** How many purges may begin; {@link Limits#PURGES} unless said. */
    public Builder purges(Limits purges) {
      this.purges = Objects.requireNonNull(purges, "purges");
      return this;
    }

    /**
     * How many {@code LOCK_ACCESS} and {@code RELEASE_COMPUTE} may go out; {@link Limits#LOCKS}
     * unless said.
     */
    public Builder locks(Limits locks) {
      this.locks = Objects.requireNonNull(locks, "locks");
      return this;
    }

    /** Purges without asking the host once more: only where the engine is told everything. */
    public Builder withoutFreshLook() {
      this.looksAfresh = false;
      return this;
    }

    /** How long what was declined waits; 15 minutes unless said. */
    public Builder lookAgainAfter(Duration pause) {
      Objects.requireNonNull(pause, "pause");
      this.lookAgainAfter = positive("lookAgainAfter", pause);
      return this;
    }

    /**
     * How far clocks may lie apart; 15 minutes unless said. Twice this, and the minute that a
     * decision may take, is less than the purge margin of the engine's settings, or no engine is
     * built; a margin of zero says that the clocks are true.
     */
    public Builder clockLimit(Duration limit) {
      Objects.requireNonNull(limit, "limit");
      this.clockLimit = positive("clockLimit", limit);
      return this;
    }

    /**
     * For how long nobody may have swept before it is an outage; 15 minutes unless said. A host
     * that sweeps more rarely than this is always in an outage, and purges later by its own pauses.
     */
    public Builder outageLimit(Duration limit) {
      Objects.requireNonNull(limit, "limit");
      this.outageLimit = positive("outageLimit", limit);
      return this;
    }

    /** By how much an outage pushes deadlines at the most; 7 days unless said. */
    public Builder longestPush(Duration longest) {
      Objects.requireNonNull(longest, "longest");
      this.longestPush = positive("longestPush", longest);
      return this;
    }

    /** Believes every clock. */
    public Builder withoutClockGuard() {
      this.clockGuarded = false;
      return this;
    }

    /** Has a backup named before what it saves is released or purged; so it is unless said. */
    public Builder withBackupGate() {
      this.backupGate = true;
      return this;
    }

    /** Takes a handler's word that a backup is there. */
    public Builder withoutBackupGate() {
      this.backupGate = false;
      return this;
    }

    /** How many instances must be left after a purge; none unless said. */
    public Builder floor(long atLeast) {
      if (atLeast < 0) {
        throw new IllegalArgumentException("floor of " + atLeast + ": expected 0 or more");
      }
      this.floor = atLeast;
      return this;
    }

    /** Never purges this instance. */
    public Builder protect(InstanceKey key) {
      protectedKeys.add(Objects.requireNonNull(key, "key"));
      return this;
    }

    /**
     * Never purges what has this tag (attribute {@code tag.NAME}); may be said of several values.
     */
    public Builder protectTag(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      if (name.isBlank() || value.isBlank()) {
        throw new IllegalArgumentException(
            "protected tag \"" + name + "\" = \"" + value + "\": a blank one protects nothing");
      }
      protectedTags.computeIfAbsent(TAG + name, any -> new HashSet<>()).add(value);
      return this;
    }

    /** Has these acts need a second principal. */
    public Builder secondLook(SecondLook... acts) {
      Objects.requireNonNull(acts, "acts");
      secondLooks.addAll(List.of(acts));
      return this;
    }

    /** The safeguards. */
    public Safeguards build() {
      return new Safeguards(this);
    }

    private static Duration positive(String name, Duration given) {
      if (given.isNegative() || given.isZero()) {
        throw new IllegalArgumentException(name + " " + given + ": expected a positive duration");
      }
      return given;
    }
  }
}
