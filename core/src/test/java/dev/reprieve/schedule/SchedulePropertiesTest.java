package dev.reprieve.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SchedulePropertiesTest {
  /** Since 1980 every zone's offset is in whole minutes, which the walk below needs. */
  private static final long FROM = Instant.parse("1980-01-03T00:00:00Z").getEpochSecond();

  private static final long TO = Instant.parse("2060-01-01T00:00:00Z").getEpochSecond();

  /** A zone and an instant, in most cases near one of the zone's changes of offset. */
  record Place(ZoneId zone, Instant instant) {}

  @Provide
  Arbitrary<Place> places() {
    Arbitrary<ZoneId> zones =
        Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList());
    return Combinators.combine(
            zones,
            Arbitraries.longs().between(FROM, TO),
            Arbitraries.integers().between(-36 * 60, 36 * 60),
            Arbitraries.integers().between(0, 9))
        .as(
            (zone, second, minutes, far) -> {
              Instant instant = Instant.ofEpochSecond(second).truncatedTo(ChronoUnit.MINUTES);
              ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
              return change == null || far == 0
                  ? new Place(zone, instant)
                  : new Place(zone, change.getInstant().plus(Duration.ofMinutes(minutes)));
            });
  }

  @Provide
  Arbitrary<LocalTime> minutesOfDay() {
    return Arbitraries.integers().between(0, 24 * 60 - 1).map(m -> LocalTime.of(m / 60, m % 60));
  }

  /**
   * The rule itself, read off the wall clock minute by minute: an instant is due if the clock then
   * shows the time and did not show the same reading before, or if it then jumps over the time.
   */
  private static Instant walk(ZoneId zone, LocalTime time, Instant after) {
    for (Instant i = after.plusSeconds(60); ; i = i.plusSeconds(60)) {
      LocalDateTime shown = LocalDateTime.ofInstant(i, zone);
      LocalDateTime before = LocalDateTime.ofInstant(i.minusSeconds(60), zone);
      if (shown.toLocalTime().equals(time) && !shownBefore(zone, shown, i)) {
        return i;
      }
      if (shown.equals(before.plusMinutes(1))) {
        continue;
      }
      for (LocalDate d = before.toLocalDate(); !d.isAfter(shown.toLocalDate()); d = d.plusDays(1)) {
        LocalDateTime wanted = d.atTime(time);
        if (wanted.isAfter(before)
            && wanted.isBefore(shown)
            && zone.getRules().getValidOffsets(wanted).isEmpty()) {
          return i;
        }
      }
    }
  }

  private static boolean shownBefore(ZoneId zone, LocalDateTime shown, Instant now) {
    return zone.getRules().getValidOffsets(shown).stream()
        .map(shown::toInstant)
        .anyMatch(other -> other.isBefore(now));
  }

  @Property
  @Tag("SCH-02")
  void aTimeOfDayIsWhatTheWallClockSays(
      @ForAll("places") Place place, @ForAll("minutesOfDay") LocalTime time) {
    assertThat(Schedule.daily(place.zone(), time).nextAfter(place.instant()))
        .isEqualTo(walk(place.zone(), time, place.instant()));
  }

  @Property
  @Tag("SCH-02")
  void aSkippedOrRepeatedTimeRunsOnceADay(
      @ForAll("places") Place place, @ForAll("minutesOfDay") LocalTime time) {
    Schedule schedule = Schedule.daily(place.zone(), time);
    Instant end = place.instant().plus(Duration.ofDays(4));
    int runs = 0;
    for (Instant due = schedule.nextAfter(place.instant());
        due.isBefore(end);
        due = schedule.nextAfter(due)) {
      runs++;
    }
    // Four times 24 hours hold four runs, one more or less at the edges; where a zone leaves out a
    // whole day or repeats one, one more.
    assertThat(runs).isBetween(3, 5);
  }

  @Property
  void severalTimesAreTheEarliestOfEach(
      @ForAll("places") Place place,
      @ForAll("minutesOfDay") LocalTime one,
      @ForAll("minutesOfDay") LocalTime other) {
    Instant first = Schedule.daily(place.zone(), one).nextAfter(place.instant());
    Instant second = Schedule.daily(place.zone(), other).nextAfter(place.instant());
    assertThat(Schedule.daily(place.zone(), one, other).nextAfter(place.instant()))
        .isEqualTo(first.isBefore(second) ? first : second);
  }

  @Property
  @Tag("SCH-05")
  void aFixedDelayGoesOnFromWhatWasDue(
      @ForAll @LongRange(min = 1, max = 100_000_000_000L) long millis,
      @ForAll @LongRange(min = -10_000_000_000L, max = 10_000_000_000L) long anchor,
      @ForAll @IntRange(min = -1000, max = 1000) int beat) {
    Duration delay = Duration.ofMillis(millis);
    Instant from = Instant.ofEpochSecond(anchor);
    Schedule schedule = Schedule.every(delay, from);
    Instant due = from.plus(delay.multipliedBy(beat));
    Instant next = from.plus(delay.multipliedBy(beat + 1));
    assertThat(schedule.nextAfter(due)).isEqualTo(next);
    assertThat(schedule.nextAfter(next.minusNanos(1))).isEqualTo(next);
    assertThat(schedule.nextAfter(due.minusNanos(1))).isEqualTo(due);
  }

  @Property
  @Tag("RED-12")
  void aWindowIsOpenAsItsMinutesSay(
      @ForAll @IntRange(min = 0, max = 1439) int opens,
      @ForAll @IntRange(min = 1, max = 1439) int minutes,
      @ForAll @IntRange(min = 0, max = 3 * 1440) int asked) {
    MaintenanceWindow window =
        new MaintenanceWindow(LocalTime.ofSecondOfDay(opens * 60L), Duration.ofMinutes(minutes));
    boolean open = Math.floorMod(asked - opens, 1440) < minutes;
    Instant instant =
        LocalDate.of(2026, 2, 27).atStartOfDay().plusMinutes(asked).toInstant(ZoneOffset.UTC);

    assertThat(window.isOpenAt(instant)).isEqualTo(open);
    assertThat(MaintenanceWindow.parse(window.toString())).isEqualTo(window);

    Instant opening = window.nextOpening(instant);
    assertThat(Duration.between(instant, opening))
        .isEqualTo(Duration.ofMinutes(Math.floorMod(opens - asked, 1440)));
    assertThat(window.openFrom(instant)).isEqualTo(open ? instant : opening);
    int closes = opens + minutes;
    int untilClosing = Math.floorMod(closes - asked, 1440);
    assertThat(Duration.between(instant, window.nextClosing(instant)))
        .isEqualTo(Duration.ofMinutes(untilClosing == 0 ? 1440 : untilClosing));
  }

  @Property
  void theLatestThatWasDueIsFoundAsByCounting(
      @ForAll @IntRange(min = 1, max = 500) int minutes,
      @ForAll @IntRange(min = 0, max = 20_000) int slept,
      @ForAll @IntRange(min = 0, max = 1439) int opens,
      @ForAll @IntRange(min = 0, max = 1439) int open) {
    TaskPlan plan = TaskPlan.of(Schedule.every(Duration.ofMinutes(minutes)));
    if (open > 0) {
      plan =
          plan.within(
              new MaintenanceWindow(
                  LocalTime.ofSecondOfDay(opens * 60L), Duration.ofMinutes(open)));
    }
    Instant due = plan.nextAfter(Instant.parse("2026-01-01T00:00:00Z"));
    Instant now = due.plus(Duration.ofMinutes(slept));
    List<Instant> all = new ArrayList<>();
    for (Instant each = due; !each.isAfter(now); each = plan.nextAfter(each)) {
      all.add(each);
    }
    assertThat(plan.latestDue(due, now)).isEqualTo(all.get(all.size() - 1));
  }
}
