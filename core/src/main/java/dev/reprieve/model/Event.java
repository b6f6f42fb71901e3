package dev.reprieve.model;

import dev.reprieve.internal.Printable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks or reports: an operation, when, and its arguments. Immutable.
 *
 * <p>An event with an {@linkplain #id() id} that comes again gets the first answer and changes
 * nothing. <strong>One without an id is a new event each time</strong> (ALL-05).
 */
public final class Event {
  private final Operation operation;
  private final Instant at;
  private final @Nullable String id;
  private final @Nullable Instant until;
  private final @Nullable String newId;
  private final Attributes overrides;
  private final @Nullable String name;
  private final @Nullable String value;
  private final boolean confirm;
  private final boolean compliance;
  private final @Nullable String by;
  private final @Nullable String why;

  private Event(Builder from) {
    this.operation = from.operation;
    this.at = Microseconds.down(from.at);
    this.id = from.id;
    this.until = from.until == null ? null : Microseconds.up(from.until);
    this.newId = from.newId;
    this.overrides = from.overrides;
    this.name = from.name;
    this.value = from.value;
    this.confirm = from.confirm;
    this.compliance = from.compliance;
    this.by = from.by;
    this.why = from.why;
  }

  /** An event without arguments. */
  public static Event of(Operation operation, Instant at) {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(at, "at");
    return builder(operation, at).build();
  }

  /** A renewal of a subscription until an instant, which is rounded up (ALL-18). */
  public static Event renew(Instant at, Instant until) {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(until, "until");
    return builder(Operation.RENEW, at).until(until).build();
  }

  /** An event whose arguments follow. */
  public static Builder builder(Operation operation, Instant at) {
    return new Builder(operation, at);
  }

  /** What is asked or reported. */
  public Operation operation() {
    return operation;
  }

  /** The event's own instant, which decides (ALL-07); to the microsecond, rounded down. */
  public Instant at() {
    return at;
  }

  /** The sender's idempotency token, or null. */
  public @Nullable String id() {
    return id;
  }

  /** The end of a new term or of a hold, or null. */
  public @Nullable Instant until() {
    return until;
  }

  /** The id of the instance that a rebuild creates, or null. */
  public @Nullable String newId() {
    return newId;
  }

  /** Attributes that a rebuild sets anew; empty where none. */
  public Attributes overrides() {
    return overrides;
  }

  /** The name of a hold, or null. */
  public @Nullable String name() {
    return name;
  }

  /** The new value of a change, or null. */
  public @Nullable String value() {
    return value;
  }

  /** Whether a final release is confirmed (ALL-17). */
  public boolean confirm() {
    return confirm;
  }

  /** Whether a hold can be lengthened only ({@link Hold#compliance}). */
  public boolean compliance() {
    return compliance;
  }

  /** Who asks, for the audit, or null. */
  public @Nullable String by() {
    return by;
  }

  /** Why, for the audit, or null. */
  public @Nullable String why() {
    return why;
  }

  /** The same event, asked by somebody whom the host has found out. */
  public Event askedBy(String who) {
    Objects.requireNonNull(who, "who");
    Builder same = new Builder(operation, at);
    same.id = id;
    same.until = until;
    same.newId = newId;
    same.overrides = overrides;
    same.name = name;
    same.value = value;
    same.confirm = confirm;
    same.compliance = compliance;
    same.by = who;
    same.why = why;
    return same.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event that
        && operation.equals(that.operation)
        && at.equals(that.at)
        && Objects.equals(id, that.id)
        && Objects.equals(until, that.until)
        && Objects.equals(newId, that.newId)
        && overrides.equals(that.overrides)
        && Objects.equals(name, that.name)
        && Objects.equals(value, that.value)
        && confirm == that.confirm
        && compliance == that.compliance
        && Objects.equals(by, that.by)
        && Objects.equals(why, that.why);
  }

  @Override
  public int hashCode() {
    return Objects.hash(operation, at, id);
  }

  @Override
  public String toString() {
    return operation + " at " + at + (id == null ? "" : " (id " + Printable.text(id) + ")");
  }

  /** Collects the arguments of an event. Not thread-safe. */
  public static final class Builder {
    private final Operation operation;
    private final Instant at;
    private @Nullable String id;
    private @Nullable Instant until;
    private @Nullable String newId;
    private Attributes overrides = Attributes.empty();
    private @Nullable String name;
    private @Nullable String value;
    private boolean confirm;
    private boolean compliance;
    private @Nullable String by;
    private @Nullable String why;

    private Builder(Operation operation, Instant at) {
      this.operation = Objects.requireNonNull(operation, "operation");
      this.at = Objects.requireNonNull(at, "at");
    }

    /** The sender's idempotency token (ALL-05). */
    public Builder id(@Nullable String id) {
      this.id = id == null ? null : Names.checkId("event id", id);
      return this;
    }

    /** The end of a new term, or of a hold. */
    public Builder until(@Nullable Instant until) {
      this.until = until;
      return this;
    }

    /** The id of the instance that a rebuild creates. */
    public Builder newId(@Nullable String newId) {
      this.newId = newId;
      return this;
    }

    /** Attributes that a rebuild sets anew (RED-07). */
    public Builder overrides(Attributes overrides) {
      this.overrides = Objects.requireNonNull(overrides, "overrides");
      return this;
    }

    /** The name of a hold. */
    public Builder name(@Nullable String name) {
      this.name = name;
      return this;
    }

    /** The new value of a change. */
    public Builder value(@Nullable String value) {
      this.value = value;
      return this;
    }

    /** Confirms a final release (ALL-17). */
    public Builder confirm(boolean confirm) {
      this.confirm = confirm;
      return this;
    }

    /** Has a hold be one that can be lengthened only ({@link Hold#compliance}). */
    public Builder compliance(boolean compliance) {
      this.compliance = compliance;
      return this;
    }

    /** Who asks. */
    public Builder by(@Nullable String by) {
      this.by = by;
      return this;
    }

    /** Why. */
    public Builder why(@Nullable String why) {
      this.why = why;
      return this;
    }

    /** The event. */
    public Event build() {
      return new Event(this);
    }
  }
}
