package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import dev.reprieve.simulation.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The host is asked once more, and whatever is not plainly a yes is a no (SAF-02, SAF-13). */
class FreshLookTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  private static final class Broken extends AbstractMap<InstanceKey, Sighting> {
    @Override
    public Set<Map.Entry<InstanceKey, Sighting>> entrySet() {
      throw new IllegalStateException("broken map");
    }
  }

  private static Map<InstanceKey, Sighting> all(List<Question> asked, Sighting sighting) {
    Map<InstanceKey, Sighting> seen = new HashMap<>();
    asked.forEach(question -> seen.put(question.instance().key(), sighting));
    return seen;
  }

  @SuppressWarnings("NullAway") // a host that breaks its promise
  static Stream<Arguments> noes() {
    FreshLook nothing = asked -> null;
    FreshLook throwing =
        asked -> {
          throw new IOException("time-out");
        };
    FreshLook unlinked =
        asked -> {
          throw new NoClassDefFoundError("billing client");
        };
    FreshLook nulls =
        asked -> {
          Map<InstanceKey, Sighting> seen = new HashMap<>();
          seen.put(asked.get(0).instance().key(), null);
          return seen;
        };
    return Stream.of(
        Arguments.of("an empty answer", (FreshLook) asked -> Map.of(), "does not mention"),
        Arguments.of("no answer", nothing, "answered nothing"),
        Arguments.of("a failure", throwing, "time-out"),
        Arguments.of("code that does not link", unlinked, "billing client"),
        Arguments.of("a null sighting", nulls, "does not mention"),
        Arguments.of("a map that throws", (FreshLook) asked -> new Broken(), "broken map"),
        Arguments.of(
            "somebody else's key",
            (FreshLook) asked -> Map.of(Snapshots.key("shelf", "other"), Sighting.unpaid(null)),
            "does not mention"),
        Arguments.of("paid", (FreshLook) asked -> all(asked, Sighting.wanted()), "paid for"),
        Arguments.of("held", (FreshLook) asked -> all(asked, Sighting.held()), "holds it back"),
        Arguments.of("gone", (FreshLook) asked -> all(asked, Sighting.gone()), "no such"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noes")
  @Tag("SAF-02")
  @Tag("SAF-13")
  void whatIsNoYesIsANo(String name, FreshLook host, String reason) {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    InstanceKey locks = bench.subscription("locks", "owner", day(23));
    bench.intoTheBin();
    bench.host = host;
    bench.sweepAt(day(23));
    assertThat(bench.state(key)).as(name).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.FRESH_LOOK);
    assertThat(bench.aside(key).reason()).contains(reason, "SAF-02");
    assertThat(bench.state(locks)).isEqualTo(InstanceState.LOCKED);
    bench.host = asked -> all(asked, Sighting.released(null));
    bench.sweepAt(day(23).plus(Duration.ofMinutes(15)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  @Test
  @Tag("SAF-02")
  void aPartialAnswerIsAYesForWhatItNamesAlone() {
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.host = asked -> Map.of(keys.get(1), Sighting.unpaid(null));
    bench.sweepAt(day(23));
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.PURGING);
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(2);
  }

  /** An id can be given to another instance: what was registered by its identity goes by it. */
  @Test
  @Tag("SAF-02")
  void anotherInstanceWithTheSameIdIsNotPurged() {
    InstanceKey key = Snapshots.key("shelf", "i1");
    bench.engine.register(
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(1))
            .identity("uuid-1")
            .unprotected());
    bench.intoTheBin();
    for (String seen : new String[] {"uuid-2", null, "UUID-1", ""}) {
      bench.host = asked -> all(asked, Sighting.unpaid(seen));
      bench.at(bench.clock.instant().plus(Duration.ofDays(30)));
      bench.engine.sweep();
      assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
      assertThat(bench.engine.setAside().get(0).reason()).contains("uuid-1", "same id");
    }
    bench.host = asked -> all(asked, Sighting.unpaid("uuid-1"));
    bench.at(bench.clock.instant().plus(Duration.ofDays(30)));
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** 10,000 = 39 times 256 and 16: forty calls, by a sweep and by the execution of a plan. */
  @Test
  @Tag("SAF-02")
  void tenThousandPurgesAreFortyCalls() {
    GuardBench planned = new GuardBench(GuardBench.UNLIMITED);
    for (GuardBench each : List.of(bench, planned)) {
      List<InstanceKey> keys = each.subscriptions("i", "owner", 10_000, day(1));
      each.sweepAt(day(1));
      each.sweepAt(day(16));
      each.looks.clear();
      each.at(day(23));
      if (each == bench) {
        each.engine.sweep();
      } else {
        each.engine.safety().execute(each.engine.safety().plan());
      }
      assertThat(each.in(InstanceState.PURGING, keys)).isEqualTo(10_000);
      assertThat(each.looks).hasSize(40).allMatch(asked -> asked.size() <= FreshLook.BATCH);
    }
  }

  /** 600 = twice 256 and 88: three calls, though a backup goes before each release. */
  @Test
  @Tag("SAF-02")
  void releasesAreAskedAboutTogetherThoughABackupComesFirst() {
    bench.subscriptions("i", "owner", 600, day(1));
    bench.settleAt(day(1));
    bench.looks.clear();
    bench.settleAt(day(16));
    assertThat(bench.askedNames().stream().filter("RELEASE_COMPUTE"::equals)).hasSize(600);
    assertThat(bench.looks).hasSize(3);
    assertThat(bench.looks.get(0))
        .hasSize(256)
        .allMatch(question -> question.act() == Question.Act.RELEASE_COMPUTE);
  }

  @Test
  @Tag("SAF-02")
  void aReleaseWaitsForAYesAndTheStateMovesOn() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.sightings.put(key, Sighting.wanted());
    bench.settleAt(day(16));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.askedNames()).contains("TAKE_BACKUP").doesNotContain("RELEASE_COMPUTE");
    assertThat(bench.bin.openEffects(key).get(0).reason()).contains("paid for", "SAF-02");
    bench.sightings.clear();
    bench.settleAt(day(16).plus(Duration.ofMinutes(15)));
    assertThat(bench.askedNames()).contains("RELEASE_COMPUTE");
  }

  /** The second call takes two minutes; meanwhile somebody pays for one of the first call. */
  @Test
  @Tag("SAF-02")
  void anAnswerIsUsedForAMinuteAtMost() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.at(day(23));
    int[] calls = {0};
    RecycleBinRepository slow =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("setAside") || method.equals("confirmedBy")) {
                return;
              }
              if (method.equals("guard") && !bench.looks.isEmpty() && calls[0]++ == 0) {
                bench.at(day(23).plus(Duration.ofSeconds(61)));
                bench.sightings.put(key, Sighting.wanted());
              }
            });
    GuardBench late =
        new GuardBench(
            bench, slow, GuardBench.UNLIMITED, engine -> engine.workersClock(bench.clock));
    late.host = bench::look;
    bench.looks.clear();
    late.engine.sweep();
    assertThat(bench.looks).hasSize(2);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
  }

  @Test
  @Tag("SAF-02")
  void nobodyToAskIsAnErrorWhenTheEngineIsBuilt() {
    RecycleBinRepository bin = RecycleBinRepository.inMemory(new VirtualClock(START));
    Reprieve.Builder engine =
        Reprieve.builder(request -> EffectResult.done()).repository(bin).policies(Policies.shelf());
    assertThatThrownBy(engine::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SAF-02")
        .hasMessageContaining("freshLook");
    assertThat(engine.safeguards(Safeguards.none()).build().safety().health().purging()).isTrue();
  }

  /** Destroyed where it was locked: its machine goes within the purge, and is asked about anew. */
  @Test
  @Tag("SAF-02")
  void aReleaseWithinAPurgeIsAskedAboutOnceMore() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.at(day(2));
    assertThat(bench.report(key, Operation.DESTROY).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    bench.sightings.put(key, Sighting.wanted());
    bench.at(day(2).plus(Duration.ofMinutes(2))).engine.deliver();
    assertThat(bench.askedNames()).doesNotContain("RELEASE_COMPUTE", "DELETE_DATA");
    assertThat(bench.bin.openEffects(key).get(0).reason()).contains("paid for", "SAF-02");
    bench.sightings.clear();
    bench.settleAt(day(2).plus(Duration.ofMinutes(20)));
    assertThat(bench.askedNames()).contains("RELEASE_COMPUTE", "DELETE_DATA");
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
