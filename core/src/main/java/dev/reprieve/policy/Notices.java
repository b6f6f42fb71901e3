package dev.reprieve.policy;

import dev.reprieve.model.Deadline;
import dev.reprieve.model.Instance;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.NoticeMark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an owner is told of a purge that is ahead (SAF-04): at each offset that is shorter than the
 * span from when the purge's instant was set; of several that were missed, at the latest one alone.
 * Where no offset is left, the notice on entering the stage is the notice; where there was none
 * either, as after an adoption, one is given at once.
 */
final class Notices {
  static final String RULE = "SAF-04";

  private final Interpreter.Settings settings;

  Notices(Interpreter.Settings settings) {
    this.settings = settings;
  }

  /**
   * The snapshot that knows from when its purge stands as it does.
   *
   * @param moment when it was set, if it was moved
   * @param tells whether the same step tells the owner
   */
  Instance armed(Instance after, Instant moment, boolean tells) {
    if (settings.notices().isEmpty()) {
      return after;
    }
    Deadline deadline = after.deadline();
    NoticeMark mark = after.noticeMark();
    if (deadline == null || !deadline.purges()) {
      return mark == null ? after : after.toBuilder().noticeMark(null).build();
    }
    Instant purgeAt = purgeAt(after);
    return purgeAt == null || (mark != null && mark.purgeAt().equals(purgeAt))
        ? after
        : after.toBuilder()
            .noticeMark(new NoticeMark(purgeAt, span(moment, purgeAt), tells))
            .build();
  }

  /** When the next notice is due, or null where none is to come. */
  @Nullable Instant nextAt(Instance instance) {
    NoticeMark mark = markOf(instance);
    if (mark == null) {
      return null;
    }
    for (Duration offset : settings.notices()) {
      if (offset.compareTo(mark.within()) < 0) {
        return mark.purgeAt().minus(offset);
      }
    }
    return mark.told() ? null : instance.recordedAt();
  }

  /** The notice that is due, the latest where several are, or null. */
  @Nullable Notice due(Instance instance, Instant moment) {
    NoticeMark mark = markOf(instance);
    Instant next = nextAt(instance);
    if (mark == null || next == null || next.isAfter(moment)) {
      return null;
    }
    @Nullable Notice latest = null;
    for (Duration offset : settings.notices()) {
      Instant at = mark.purgeAt().minus(offset);
      if (offset.compareTo(mark.within()) < 0 && !at.isAfter(moment)) {
        latest = new Notice(offset, at, mark.purgeAt());
      }
    }
    return latest == null ? new Notice(span(moment, mark.purgeAt()), next, mark.purgeAt()) : latest;
  }

  /**
   * A notice that is due.
   *
   * @param offset how long before the purge
   * @param dueAt when
   * @param purgeAt when the purge is due as it stands
   */
  record Notice(Duration offset, Instant dueAt, Instant purgeAt) {}

  private @Nullable NoticeMark markOf(Instance instance) {
    Instant purgeAt = settings.notices().isEmpty() ? null : purgeAt(instance);
    if (purgeAt == null) {
      return null;
    }
    NoticeMark mark = instance.noticeMark();
    // What moved the purge without saying so did it with the last thing that was recorded, or
    // earlier; and nobody was told.
    return mark != null && mark.purgeAt().equals(purgeAt)
        ? mark
        : new NoticeMark(purgeAt, span(instance.recordedAt(), purgeAt), false);
  }

  private @Nullable Instant purgeAt(Instance instance) {
    Deadline deadline = instance.deadline();
    Instant due = instance.dueAt(settings.holdGrace());
    return due == null || deadline == null || !deadline.purges() ? null : Microseconds.down(due);
  }

  private static Duration span(Instant from, Instant to) {
    Duration span = Duration.between(from, to);
    return span.isNegative() ? Duration.ZERO : span;
  }

  /** The offsets of a host, longest first; whole seconds, so that each falls on an instant. */
  static List<Duration> checked(List<Duration> offsets) {
    for (Duration offset : offsets) {
      if (offset.isNegative()
          || offset.isZero()
          || !offset.equals(Duration.ofSeconds(offset.toSeconds()))) {
        throw new IllegalArgumentException(
            "a notice " + offset + " before a purge: expected a positive number of whole seconds");
      }
    }
    return offsets.stream().distinct().sorted((one, other) -> other.compareTo(one)).toList();
  }
}
