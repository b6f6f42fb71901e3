package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RowChange;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Null, blank, empty and implausible never mean "due", "all" or "unprotected" (SAF-13): random rows
 * as a broken tool may write them past the engine, and random answers of a host.
 */
class FailClosedTest {
  private static final Instant NOW = day(100);

  /** What a host answers about the row; the first alone is a yes. */
  private enum Said {
    UNPAID,
    UNPAID_OF_ANOTHER,
    UNPAID_OF_NOBODY,
    WANTED,
    HELD,
    GONE,
    NOTHING_ABOUT_IT,
    NULL_ABOUT_IT,
    NULL,
    THROWS
  }

  /**
   * A row.
   *
   * @param deadline its end, or null
   * @param to where the end leads
   * @param identity registered with it, or null
   * @param hold the end of its hold; null for none, and the last instant for one without end
   * @param tag of whether it is to be kept, or null
   */
  private record Odd(
      InstanceState state,
      Instant since,
      @Nullable Instant deadline,
      InstanceState to,
      @Nullable String identity,
      @Nullable Instant hold,
      @Nullable Instant notBefore,
      @Nullable String tag,
      Said said) {
    Deadline end() {
      return new Deadline(deadline, false, Cause.DEADLINE, to, "SH-03");
    }

    /** By the rulebook: everything must be there, be plausible, and be over; and the host agree. */
    boolean mayBePurged() {
      return deadline != null
          && to == InstanceState.PURGED
          && !deadline.isBefore(since)
          && !deadline.isAfter(NOW)
          && (hold == null || (!hold.equals(Instant.MAX) && !hold.isAfter(NOW)))
          && (notBefore == null || !notBefore.isAfter(NOW))
          && !"yes".equals(tag)
          && (said == Said.UNPAID
              || (identity == null
                  && (said == Said.UNPAID_OF_ANOTHER || said == Said.UNPAID_OF_NOBODY)));
    }
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.of(
        START,
        day(1),
        day(50),
        NOW.minusNanos(1_000),
        NOW,
        NOW.plusNanos(1_000),
        day(36_600),
        Instant.parse("9999-12-31T23:59:59Z"),
        Instant.EPOCH);
  }

  @Provide
  Arbitrary<Odd> rows() {
    return Combinators.combine(
            Arbitraries.of(InstanceState.RETAINED, InstanceState.LOCKED),
            Arbitraries.of(START, day(1), day(50)),
            instants().injectNull(0.2),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(9, InstanceState.PURGED),
                net.jqwik.api.Tuple.of(1, InstanceState.RETAINED)),
            Arbitraries.of("uuid-1", "uuid-2").injectNull(0.4),
            Arbitraries.of(day(1), NOW, NOW.plusNanos(1_000), Instant.MAX).injectNull(0.7),
            Arbitraries.of(day(1), NOW, NOW.plusNanos(1_000)).injectNull(0.7),
            Arbitraries.of("", " ", "no", "yes").injectNull(0.5))
        .as(
            (state, since, deadline, to, identity, hold, notBefore, tag) ->
                new Odd(state, since, deadline, to, identity, hold, notBefore, tag, Said.UNPAID))
        .flatMap(
            odd ->
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(3, Arbitraries.just(Said.UNPAID)),
                        net.jqwik.api.Tuple.of(7, Arbitraries.of(Said.class)))
                    .map(
                        said ->
                            new Odd(
                                odd.state(),
                                odd.since(),
                                odd.deadline(),
                                odd.to(),
                                odd.identity(),
                                odd.hold(),
                                odd.notBefore(),
                                odd.tag(),
                                said)));
  }

  private static Instance written(GuardBench bench, Odd odd) {
    RetentionPolicy policy = bench.engine.policies().latest("shelf");
    Hold hold =
        odd.hold() == null
            ? null
            : new Hold("hold", odd.hold().equals(Instant.MAX) ? null : odd.hold(), null, null);
    Instance row =
        Instance.builder()
            .key(Snapshots.key("shelf", "odd"))
            .owner("owner")
            .policy(policy.ref())
            .profile("SHELF")
            .billing(BillingMode.PAY_AS_YOU_GO)
            .attributes(
                odd.tag() == null
                    ? Attributes.empty()
                    : Attributes.ofTexts(Map.of("tag.keep", odd.tag())))
            .identity(odd.identity())
            .state(odd.state(), odd.since())
            .deadline(odd.deadline() == null ? null : odd.end())
            .holds(hold == null ? Holds.none() : Holds.none().with(hold))
            .purgeNotBefore(odd.notBefore())
            .recordedAt(odd.since())
            .build();
    // The index says that it is due, whatever the row says.
    Commit commit = Commit.builder().row(new RowChange(RowChange.ABSENT, row, START)).build();
    assertThat(bench.bin.commit(commit)).isEqualTo(Commit.Result.COMMITTED);
    return row;
  }

  private static FreshLook host(Odd odd) {
    return asked -> {
      if (odd.said() == Said.THROWS) {
        throw new java.io.IOException("no answer");
      }
      if (odd.said() == Said.NULL) {
        return null;
      }
      Map<InstanceKey, Sighting> seen = new HashMap<>();
      for (Question question : asked) {
        InstanceKey key = question.instance().key();
        switch (odd.said()) {
          case UNPAID -> seen.put(key, Sighting.unpaid(odd.identity()));
          case UNPAID_OF_ANOTHER -> seen.put(key, Sighting.unpaid("uuid-3"));
          case UNPAID_OF_NOBODY -> seen.put(key, Sighting.unpaid(null));
          case WANTED -> seen.put(key, Sighting.wanted());
          case HELD -> seen.put(key, Sighting.held());
          case GONE -> seen.put(key, Sighting.gone());
          case NULL_ABOUT_IT -> seen.put(key, null);
          default -> {}
        }
      }
      return Collections.unmodifiableMap(seen);
    };
  }

  @Property(tries = 4000)
  @Tag("SAF-13")
  @Tag("SAF-02")
  void whatIsNotPlainlyDueAndUnpaidIsNeverPurged(@ForAll("rows") Odd odd) {
    GuardBench bench =
        new GuardBench(GuardBench.purges(Limits.NONE).protectTag("keep", "yes").build());
    bench.bin.beat(NOW);
    Instance row = written(bench, odd);
    bench.host = host(odd);
    bench.at(NOW);
    bench.engine.sweep();
    bench.engine.sweep();
    bench.engine.safety().execute(bench.engine.safety().plan());
    InstanceState after = bench.state(row.key());
    Statistics.label("may be purged").collect(odd.mayBePurged());
    // Both ways: what never purges anything would keep the rule as well.
    assertThat(after == InstanceState.PURGING)
        .as("%s became %s", odd, after)
        .isEqualTo(odd.mayBePurged());
    bench.engine.deliver();
    if (!odd.mayBePurged()) {
      assertThat(bench.asked)
          .noneMatch(request -> request.effect().type().name().startsWith("DELETE"));
    }
  }
}
