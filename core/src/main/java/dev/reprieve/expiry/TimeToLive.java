package dev.reprieve.expiry;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is left to a key: it is absent, it is without end, or it ends at an instant. An immutable
 * value.
 */
public sealed interface TimeToLive {

  /** Which of the three it is, for an exhaustive {@code switch}. */
  enum Kind {
    /** There is no such live key. */
    ABSENT,
    /** The key is live and has no deadline. */
    ENDLESS,
    /** The key is live and has a deadline. */
    ENDS
  }

  /**
   * Which of the three it is.
   *
   * @return the kind
   */
  Kind kind();

  /**
   * The deadline: the first instant at which the key is expired.
   *
   * @return the deadline, or empty if the key is absent or without end
   */
  default Optional<Instant> deadline() {
    return Optional.empty();
  }

  /**
   * How long from then to the deadline.
   *
   * @param then the instant to count from
   * @return the span, negative if the deadline has passed by then; empty if there is no deadline
   */
  default Optional<Duration> remaining(Instant then) {
    Objects.requireNonNull(then, "then");
    return deadline().map(end -> Duration.between(then, end));
  }

  /** There is no such live key. */
  enum Absent implements TimeToLive {
    /** The one value. */
    ABSENT;

    @Override
    public Kind kind() {
      return Kind.ABSENT;
    }
  }

  /** The key is live and has no deadline. */
  enum Endless implements TimeToLive {
    /** The one value. */
    ENDLESS;

    @Override
    public Kind kind() {
      return Kind.ENDLESS;
    }
  }

  /**
   * The key is live until this instant, which is the first at which it is expired.
   *
   * @param end the deadline, to the microsecond
   */
  record Ends(Instant end) implements TimeToLive {
    /** Refuses nulls. */
    public Ends {
      Objects.requireNonNull(end, "end");
    }

    @Override
    public Kind kind() {
      return Kind.ENDS;
    }

    @Override
    public Optional<Instant> deadline() {
      return Optional.of(end);
    }
  }
}
