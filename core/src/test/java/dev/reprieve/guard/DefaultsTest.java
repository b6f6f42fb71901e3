package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An engine of which its host has said nothing but whom to ask: each safeguard acts. The store, its
 * clock and the time that passes are the test's; neither settings nor safeguards are set.
 */
class DefaultsTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final VirtualClock clock = new VirtualClock(START);
  private final RecycleBinRepository bin = RecycleBinRepository.inMemory(clock);
  private final List<String> asked = new ArrayList<>();
  private Duration stepped = Duration.ZERO;
  private boolean namesBackups = true;
  private boolean reachesOwners = true;

  private final Reprieve engine =
      Reprieve.builder(this::handle)
          .repository(bin)
          .policies(Policies.shelf())
          .freshLook(DefaultsTest::unpaid)
          .elapsedNanos(() -> Duration.between(START, clock.instant()).minus(stepped).toNanos())
          .build();

  private EffectResult handle(EffectRequest request) {
    String name = request.effect().type().name();
    asked.add(name + " " + clock.instant());
    if (BackupFacts.neededBy(request.effect().type()) && namesBackups) {
      return EffectResult.done(BackupFacts.of("backup", request.instance().key()));
    }
    return name.equals("NOTIFY_OWNER") && !reachesOwners
        ? EffectResult.failed("no such address")
        : EffectResult.done();
  }

  private static Map<InstanceKey, Sighting> unpaid(List<Question> questions) {
    Map<InstanceKey, Sighting> seen = new HashMap<>();
    questions.forEach(question -> seen.put(question.instance().key(), Sighting.unpaid(null)));
    return seen;
  }

  private InstanceKey endsOnDay1(String id) {
    InstanceKey key = Snapshots.key("shelf", id);
    assertThat(
            engine
                .register(
                    Registration.of(key, "owner", BillingMode.SUBSCRIPTION)
                        .expiresAt(day(1))
                        .unprotected())
                .isApplied())
        .isTrue();
    return key;
  }

  /** Sweeps and delivers each ten minutes, up to an instant, excluded. */
  private void until(Instant end) {
    for (Instant at = clock.instant(); at.isBefore(end); at = at.plus(TEN_MINUTES)) {
      clock.set(at);
      engine.sweep();
      engine.deliver();
    }
    clock.set(end);
  }

  private InstanceState state(InstanceKey key) {
    return Objects.requireNonNull(bin.find(key)).state();
  }

  /** Due on day 23, told three days and one day before, and purged an hour late. */
  @Test
  @Tag("SAF-04")
  @Tag("SAF-05")
  void aPurgeIsToldAndWaitsItsMargin() {
    InstanceKey key = endsOnDay1("i");
    Instant end = day(23).plus(Duration.ofHours(1));
    until(end);
    assertThat(state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(asked).contains("NOTIFY_OWNER " + day(20), "NOTIFY_OWNER " + day(22));
    assertThat(asked).noneMatch(line -> line.startsWith("DELETE_DATA"));
    until(end.plus(TEN_MINUTES));
    assertThat(state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("SAF-04")
  void anOwnerWhoCannotBeReachedLosesNothing() {
    reachesOwners = false;
    InstanceKey key = endsOnDay1("i");
    until(day(24));
    assertThat(state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(Objects.requireNonNull(bin.setAside(key)).waitingFor()).isEqualTo(WaitingFor.NOTICE);
  }

  @Test
  @Tag("SAF-06")
  void aBackupThatIsNotNamedIsNone() {
    namesBackups = false;
    endsOnDay1("i");
    until(day(24));
    assertThat(asked)
        .anyMatch(line -> line.startsWith("TAKE_BACKUP"))
        .noneMatch(line -> line.startsWith("RELEASE_COMPUTE"))
        .noneMatch(line -> line.startsWith("DELETE_DATA"));
  }

  /** A fifth of 25 locks, and a twentieth of 25 purges. */
  @Test
  @Tag("SAF-01")
  void moreThanUsualIsStopped() {
    for (int i = 0; i < 25; i++) {
      endsOnDay1("locks-" + i);
    }
    until(day(1).plus(TEN_MINUTES));
    assertThat(asked).filteredOn(line -> line.startsWith("LOCK_ACCESS")).hasSize(5);
    assertThat(bin.guard().trips()).extracting(trip -> trip.kind()).containsOnly(Guarded.LOCK);
  }

  @Test
  @Tag("SAF-01")
  void morePurgesThanUsualAreStopped() {
    List<InstanceKey> keys = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      InstanceKey key = Snapshots.key("shelf", "bin-" + i);
      Registration registration =
          Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(START).unprotected();
      assertThat(
              engine.adopt(Adoption.of(registration, InstanceState.RETAINED).build()).isApplied())
          .isTrue();
      keys.add(key);
    }
    until(day(24));
    assertThat(bin.guard().trips()).extracting(trip -> trip.kind()).containsOnly(Guarded.PURGE);
    assertThat(keys).filteredOn(key -> state(key) == InstanceState.PURGED).hasSize(1);
  }

  @Test
  @Tag("SAF-05")
  void aClockThatStepsIsNotBelieved() {
    endsOnDay1("i");
    until(day(2));
    stepped = Duration.ofMinutes(16);
    clock.set(day(2).plus(stepped));
    engine.sweep();
    assertThat(engine.safety().health().purging()).isFalse();
    assertThat(bin.guard().clockHalt()).isNotNull();
  }

  /** Lifted on day 24, so that the purge comes on day 27 and not before. */
  @Test
  @Tag("SAF-17")
  void aHoldLeavesAGrace() {
    InstanceKey key = endsOnDay1("i");
    until(day(10));
    assertThat(
            engine
                .report(key, Event.builder(Operation.HOLD, day(10)).by("ann").build())
                .isApplied())
        .isTrue();
    until(day(24));
    assertThat(
            engine
                .report(key, Event.builder(Operation.UNHOLD, day(24)).by("ann").build())
                .isApplied())
        .isTrue();
    until(day(27));
    assertThat(state(key)).isEqualTo(InstanceState.RETAINED);
    until(day(27).plus(Duration.ofHours(2)));
    assertThat(state(key)).isEqualTo(InstanceState.PURGED);
  }
}
