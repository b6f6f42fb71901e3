package dev.reprieve.testkit.world;

import dev.reprieve.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that has to do with clocks but the steps of the store's own: which clock workers have, how
 * wrong theirs are, by which clock the host dates what it says, and what an operator says of a
 * clock. Drawn from the seed apart from everything else, so that a seed that is known stays what it
 * was.
 */
final class Clocks {
  /** How far clocks may lie apart without being found (SAF-05). */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final long APART = 0x5EED_C10C_4A11L;

  /** Which clock a worker has beside the store's. */
  enum Kind {
    /** Its own, which is right but for what befalls it. */
    OWN,
    /** The store's: it vouches for whatever that says. */
    THE_STORES,
    /** None. */
    NONE
  }

  private final Kind kind;
  private final boolean policiesChange;
  private final boolean believesAnything;
  private final boolean datedByTheStores;
  private final Map<String, Wrong> wrong = new HashMap<>();
  private final Map<Event, Event> dated = new HashMap<>();
  private final Map<Event, Duration> ahead = new HashMap<>();
  private Duration unfound = Duration.ZERO;

  Clocks(Plan plan) {
    SplittableRandom random = new SplittableRandom(plan.seed() ^ APART);
    boolean none = random.nextBoolean();
    this.kind = plan.guards().comparesClocks() ? Kind.OWN : none ? Kind.NONE : Kind.THE_STORES;
    this.policiesChange = plan.extras().family() > 0;
    this.believesAnything = random.nextInt(12) == 0;
    this.datedByTheStores = random.nextInt(3) == 0;
    boolean skewed = random.nextInt(3) == 0;
    for (int i = 0; i < plan.workers(); i++) {
      Duration from = random.nextBoolean() ? Duration.ZERO : span(random);
      Duration to = random.nextBoolean() ? from : span(random);
      Instant steps = plan.begins().plus(Duration.ofHours(random.nextInt(24 * 60)));
      if (skewed) {
        wrong.put("worker" + i, new Wrong(from, steps, to));
      }
    }
  }

  private static Duration span(SplittableRandom random) {
    Duration by =
        switch (random.nextInt(3)) {
          case 0 -> Duration.ofMillis(random.nextInt(900_000));
          case 1 -> Duration.ofMillis(random.nextInt(36_000_000));
          default -> Duration.ofSeconds(random.nextInt(900_000));
        };
    return random.nextBoolean() ? by : by.negated();
  }

  /** What a worker's own clock says, by true time; null where it has none. */
  @Nullable Instant of(String worker, Instant truth, Instant storeTime) {
    return switch (kind) {
      case NONE -> null;
      case THE_STORES -> storeTime;
      case OWN -> truth.plus(wrongness(worker, truth));
    };
  }

  private Duration wrongness(String worker, Instant truth) {
    Wrong its = wrong.get(worker);
    if (its == null) {
      return Duration.ZERO;
    }
    return truth.isBefore(its.steps) ? its.from : its.to;
  }

  /** Whether an operator says that the clock is right, whatever it says. */
  boolean believesAnything() {
    return believesAnything;
  }

  /** Whether anything is promised of a world like this, as long as nothing else happens. */
  boolean promises() {
    return kind != Kind.THE_STORES;
  }

  /**
   * Whether it is promised still that nothing comes early in true time.
   *
   * @param by a step of the store's clock
   * @param deviation how far it is ahead of true time, after it
   * @param swept when somebody last swept, by a clock that was believed; null if nobody ever has
   */
  boolean bears(Duration by, Duration deviation, @Nullable Instant swept) {
    boolean behind = deviation.plus(LIMIT).compareTo(Duration.ZERO) < 0;
    if (kind != Kind.NONE) {
      // A term that was named under a lag is guarded by the spans of the policy that ruled then,
      // and a lag is known only as far as it lies apart from a clock that is right.
      return !(behind && (policiesChange || !wrong.isEmpty()));
    }
    if (by.abs().compareTo(LIMIT) <= 0) {
      unfound = unfound.plus(by);
    }
    // Steps that are each believed add up where nothing is compared with them; a first start has
    // nothing to compare with; and that a clock lags is known only if somebody sweeps before it has
    // passed its mark again.
    return unfound.abs().compareTo(LIMIT) <= 0 && swept != null && !behind;
  }

  /** What the host says, dated when it first says it, by the clock that it goes by. */
  Event dated(Event letter, Duration deviation) {
    if (!datedByTheStores || ahead.containsKey(letter)) {
      return letter;
    }
    Event is = dated.computeIfAbsent(letter, fresh -> shifted(fresh, deviation));
    ahead.putIfAbsent(is, deviation);
    return is;
  }

  /**
   * How far the clock was ahead by which a letter was dated, if it still is: whoever says it when
   * the clock has been put right cannot be understood by it.
   */
  Duration ahead(Event letter, Duration deviation) {
    return deviation.equals(ahead.get(letter)) ? deviation : Duration.ZERO;
  }

  private static Event shifted(Event letter, Duration by) {
    if (by.isZero()) {
      return letter;
    }
    Event.Builder shifted =
        Event.builder(letter.operation(), letter.at().plus(by))
            .id(letter.id())
            .by(letter.by())
            .why(letter.why())
            .name(letter.name())
            .newId(letter.newId())
            .value(letter.value())
            .overrides(letter.overrides())
            .confirm(letter.confirm())
            .compliance(letter.compliance());
    Instant until = letter.until();
    return shifted.until(until == null ? null : until.plus(by)).build();
  }

  /** A worker's clock that is wrong by so much, and steps once. */
  private record Wrong(Duration from, Instant steps, Duration to) {}
}
