package dev.reprieve;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.effect.Backoff;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Decision;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Effects go out in order, at least once, under one key, and nothing destructive under a hold. */
class DeliveryTest {
  private final Bench bench = new Bench(Policies.shelf());

  @AfterEach
  void nobodyStaysInterrupted() {
    Thread.interrupted();
  }

  /** Locked on day 10: LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER wait. */
  private InstanceKey locked(String id) {
    InstanceKey key = bench.at(START).subscription("shelf", id, day(10));
    bench.sweepAt(day(10));
    return key;
  }

  /** In the bin on day 25, nothing of it delivered yet: TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY. */
  private InstanceKey retained(String id) {
    InstanceKey key = locked(id);
    bench.engine.deliver();
    bench.sweepAt(day(25));
    bench.asked.clear();
    return key;
  }

  /** Being purged on day 32, nothing of the purge delivered yet. */
  private InstanceKey purging(String id) {
    InstanceKey key = retained(id);
    bench.engine.deliver();
    bench.sweepAt(day(32));
    bench.asked.clear();
    return key;
  }

  private EffectRecord open(InstanceKey key, int place) {
    return bench.bin.openEffects(key).get(place);
  }

  @Test
  @Tag("ALL-09")
  void effectsGoOutInOrderWithTheirKeys() {
    InstanceKey key = locked("i1");
    DeliveryReport report = bench.engine.deliver();
    assertThat(report).isEqualTo(new DeliveryReport(3, 0, 0, 0, 0, 0, 0));
    assertThat(report.handedOut()).isEqualTo(3);
    assertThat(bench.asked)
        .extracting(request -> request.effect().key())
        .containsExactly(
            new EffectKey(key, 2, 0), new EffectKey(key, 2, 1), new EffectKey(key, 2, 2));
    assertThat(bench.asked).allMatch(request -> request.attempt() == 1);
    assertThat(bench.asked).allMatch(request -> request.instance().version() == 2);
    assertThat(bench.engine.deliver().handedOut()).isZero();
    assertThat(bench.engine.nextDeliveryAt()).isNull();
    assertThat(bench.bin.audit(key))
        .filteredOn(line -> line.kind() == AuditEntry.Kind.EFFECT)
        .extracting(AuditEntry::cause, AuditEntry::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LOCK_ACCESS", "DONE"),
            org.assertj.core.groups.Tuple.tuple("SUSPEND_BILLING", "DONE"),
            org.assertj.core.groups.Tuple.tuple("NOTIFY_OWNER", "DONE"));
  }

  /** Found by simulation: the lock was handed out beside the release of compute. */
  @Test
  @Tag("ALL-09")
  void whatIsRetriedByHandWaitsForALaterEffectThatIsOut() {
    InstanceKey key = locked("i1");
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no"));
    for (int i = 0; i < 3; i++) {
      bench.at(day(11 + i));
      bench.engine.deliver();
    }
    assertThat(open(key, 0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    bench.sweepAt(day(25));
    bench.asked.clear();
    Instant looked = day(25).plus(Duration.ofHours(6));
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.working(looked, "t"));
    bench.answers.remove("LOCK_ACCESS");
    bench.engine.deliver();
    assertThat(bench.engine.retry(open(key, 0).effect().key())).isTrue();
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("TAKE_BACKUP");
    assertThat(bench.engine.nextDeliveryAt()).isEqualTo(looked);
    bench.answers.remove("TAKE_BACKUP");
    bench.at(looked);
    bench.engine.deliver();
    assertThat(bench.askedNames()).startsWith("TAKE_BACKUP", "TAKE_BACKUP", "LOCK_ACCESS");
  }

  @Test
  void noMoreIsHandedOutThanWasAskedFor() {
    locked("i1");
    assertThat(bench.engine.deliver(0).handedOut()).isZero();
    assertThat(bench.engine.deliver(2).handedOut()).isEqualTo(2);
    assertThat(bench.askedNames()).containsExactly("LOCK_ACCESS", "SUSPEND_BILLING");
    assertThat(bench.engine.deliver(2).handedOut()).isEqualTo(1);
  }

  @Test
  void laterEffectsOfADecisionAreToldWhatEarlierOnesAnswered() {
    InstanceKey key = retained("i1");
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.done(Map.of("backupId", "b-1")));
    bench.engine.deliver();
    assertThat(bench.asked.get(1).earlierFacts()).containsExactly(Map.entry("backupId", "b-1"));
    bench.report(key, Operation.DESTROY);
    bench.engine.deliver();
    assertThat(bench.asked.get(bench.asked.size() - 1).earlierFacts()).isEmpty();
  }

  @Test
  @Tag("ALL-09")
  void whatIsWorkingHoldsTheOthersOfItsInstanceUpAndNoOtherInstance() {
    InstanceKey slow = retained("i1");
    bench.at(START);
    InstanceKey other = bench.subscription("shelf", "i2", day(25));
    bench.sweepAt(day(25));
    bench.answers.put(
        "TAKE_BACKUP", request -> EffectResult.working(day(25).plus(Duration.ofHours(6)), "job-7"));
    DeliveryReport report = bench.engine.deliver();
    assertThat(report.working()).isEqualTo(1);
    assertThat(report.done()).isEqualTo(3);
    assertThat(open(slow, 0).status()).isEqualTo(EffectStatus.WORKING);
    assertThat(bench.bin.openEffects(other)).isEmpty();
    Instant look = day(25).plus(Duration.ofHours(6));
    assertThat(bench.engine.nextDeliveryAt()).isEqualTo(look);
    bench.asked.clear();
    bench.at(justBefore(look));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    bench.answers.remove("TAKE_BACKUP");
    bench.at(look);
    bench.engine.deliver();
    EffectRequest again = bench.asked.get(0);
    assertThat(again.token()).isEqualTo("job-7");
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.effect().key().ordinal()).isZero();
    assertThat(bench.askedNames())
        .containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
  }

  @Test
  void whatIsWorkingIsCompletedFromOutsideByItsKey() {
    InstanceKey key = retained("i1");
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.working(day(99), "job-7"));
    bench.engine.deliver();
    EffectKey backup = open(key, 0).effect().key();
    assertThat(bench.engine.retry(backup)).isFalse();
    assertThat(bench.engine.complete(backup, EffectResult.done(Map.of("backupId", "b-1"))))
        .isTrue();
    assertThat(bench.engine.complete(backup, EffectResult.done())).isFalse();
    assertThat(bench.engine.retry(backup)).isFalse();
    bench.engine.deliver();
    assertThat(bench.asked.get(1).effect().type().name()).isEqualTo("RELEASE_COMPUTE");
    assertThat(bench.asked.get(1).earlierFacts()).containsEntry("backupId", "b-1");
  }

  @Test
  @Tag("ALL-09")
  void whenALeaseRunsOutTheEffectGoesOutAgainAndTheOldAnswerIsIgnored() {
    InstanceKey key = locked("i1");
    EffectClaim lost = bench.bin.claimEffects(day(10), Bench.LEASE, 9).get(0);
    assertThat(lost.record().status()).isEqualTo(EffectStatus.CLAIMED);
    Instant end = day(10).plus(Bench.LEASE);
    bench.at(justBefore(end));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    assertThat(bench.engine.retry(lost.record().effect().key())).isFalse();
    // While the second worker is at it, the lease of the first has run out.
    bench.answers.put(
        "LOCK_ACCESS",
        request -> {
          bench.answers.remove("LOCK_ACCESS");
          bench.at(end.plus(Bench.LEASE));
          assertThat(bench.engine.deliver(1).done()).isEqualTo(1);
          return EffectResult.failed("too late");
        });
    bench.at(end);
    assertThat(bench.engine.deliver(1)).isEqualTo(new DeliveryReport(0, 0, 0, 0, 0, 0, 0));
    assertThat(bench.asked).extracting(EffectRequest::attempt).containsExactly(2, 3);
    assertThat(bench.bin.openEffects(key))
        .extracting(r -> r.effect().type().name())
        .containsExactly("SUSPEND_BILLING", "NOTIFY_OWNER");
  }

  @Test
  void askedToTryAgainLaterItTriesAsOftenAsItTakes() {
    InstanceKey key = locked("i1");
    bench.answers.put(
        "LOCK_ACCESS",
        request -> EffectResult.retryAt(bench.clock.instant().plusSeconds(1), "busy"));
    for (int i = 0; i < 10; i++) {
      assertThat(bench.engine.deliver().later()).isEqualTo(1);
      bench.at(bench.clock.instant().plusSeconds(1));
    }
    assertThat(open(key, 0).attempts()).isEqualTo(10);
    assertThat(open(key, 0).failures()).isZero();
    assertThat(open(key, 0).reason()).isEqualTo("busy");
  }

  /** The delivery handed the effect out again at once, and never came to an end. */
  @Test
  void anAnswerThatNamesNoLaterInstantWaitsTheFirstPause() {
    InstanceKey key = locked("i1");
    Instant pause = day(10).plus(Bench.BACKOFF.first());
    for (EffectResult answer :
        List.of(
            EffectResult.retryAt(day(10), "now"),
            EffectResult.retryAt(day(9), "past"),
            EffectResult.working(day(10), "now"))) {
      bench.answers.put("LOCK_ACCESS", request -> answer);
      bench.at(day(10));
      bench.engine.retry(new EffectKey(key, 2, 0));
      assertThat(bench.engine.deliver().handedOut()).isEqualTo(1);
      assertThat(open(key, 0).notBefore()).isEqualTo(pause);
    }
  }

  @Test
  void anInterruptedWorkerStopsAndTheEffectWaits() {
    InstanceKey key = locked("i1");
    bench.answers.put(
        "LOCK_ACCESS",
        request -> {
          throw new InterruptedException("stop");
        });
    assertThat(bench.engine.deliver().later()).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(open(key, 0).reason()).isEqualTo("interrupted");
    assertThat(open(key, 0).failures()).isZero();
    Thread.currentThread().interrupt();
    bench.at(day(11));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatFailsIsTriedAgainWithGrowingPausesAndThenGivenUpUntilSomebodySaysSo() {
    InstanceKey key = locked("i1");
    bench.answers.put(
        "LOCK_ACCESS",
        request -> {
          throw new IllegalStateException("no route");
        });
    assertThat(bench.engine.deliver().later()).isEqualTo(1);
    assertThat(open(key, 0).notBefore()).isEqualTo(day(10).plus(Duration.ofMinutes(1)));
    assertThat(open(key, 0).failures()).isEqualTo(1);
    assertThat(open(key, 0).reason()).contains("no route");
    bench.at(day(10).plus(Duration.ofMinutes(1)));
    bench.engine.deliver();
    Instant third = day(10).plus(Duration.ofMinutes(3));
    assertThat(open(key, 0).notBefore()).isEqualTo(third);
    bench.at(third);
    assertThat(bench.engine.deliver().givenUp()).isEqualTo(1);
    assertThat(open(key, 0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    assertThat(bench.engine.nextDeliveryAt()).isNull();
    bench.at(day(20));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    assertThat(bench.bin.audit(key)).extracting(AuditEntry::outcome).contains("GIVEN_UP");
    bench.answers.clear();
    assertThat(bench.engine.retry(open(key, 0).effect().key())).isTrue();
    assertThat(open(key, 0).failures()).isZero();
    assertThat(bench.engine.deliver().done()).isEqualTo(3);
  }

  @Test
  void aSuccessInBetweenBeginsTheCountAnew() {
    InstanceKey key = locked("i1");
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no"));
    bench.engine.deliver();
    bench.at(day(11));
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.working(day(12), "t"));
    bench.engine.deliver();
    assertThat(open(key, 0).failures()).isZero();
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no"));
    bench.at(day(12));
    bench.engine.deliver();
    assertThat(open(key, 0).failures()).isEqualTo(1);
    assertThat(open(key, 0).token()).isNull();
  }

  @Test
  void whatWaitsForItsNextAttemptIsTriedAtOnceWhenSomebodySaysSo() {
    InstanceKey key = locked("i1");
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no"));
    bench.engine.deliver();
    bench.answers.clear();
    assertThat(bench.engine.retry(open(key, 0).effect().key())).isTrue();
    assertThat(open(key, 0).reason()).isEqualTo("no");
    assertThat(bench.engine.deliver().done()).isEqualTo(3);
    assertThat(bench.engine.retry(new EffectKey(key, 99, 0))).isFalse();
    assertThat(bench.engine.complete(new EffectKey(key, 99, 0), EffectResult.done())).isFalse();
  }

  /** It threw out of the delivery each time, and was never counted as a failure. */
  @Test
  @Tag("SAF-13")
  void ahandlerThatAnswersNothingHasFailed() {
    InstanceKey key = locked("i1");
    bench.answers.put("LOCK_ACCESS", request -> null);
    assertThat(bench.engine.deliver().later()).isEqualTo(1);
    assertThat(open(key, 0).reason()).contains("answered nothing");
  }

  /** The same: it was asked again with each lease, without a pause and without an end. */
  @Test
  @Tag("SAF-13")
  @SuppressWarnings("NullAway") // a handler that breaks its promise
  void aHandlerThatNamesNoInstantHasFailed() {
    InstanceKey key = locked("i1");
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.retryAt(null, "later"));
    assertThat(bench.engine.deliver().later()).isEqualTo(1);
    assertThat(open(key, 0).failures()).isEqualTo(1);
    assertThat(open(key, 0).reason()).contains("no instant");
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.working(null, "token"));
    bench.at(open(key, 0).notBefore());
    assertThat(bench.engine.deliver().later()).isEqualTo(1);
    assertThat(open(key, 0).failures()).isEqualTo(2);
  }

  @Test
  @Tag("SAF-11")
  void oneThatAlwaysFailsDelaysNoOtherInstance() {
    locked("i1");
    bench.answers.put(
        "LOCK_ACCESS",
        request ->
            request.instance().key().id().equals("i1")
                ? EffectResult.failed("poison")
                : EffectResult.done());
    bench.at(START);
    bench.subscription("shelf", "i2", day(10));
    bench.sweepAt(day(10));
    assertThat(bench.engine.deliver()).isEqualTo(new DeliveryReport(3, 0, 1, 0, 0, 0, 0));
  }

  /** It threw out of the delivery, and whatever was behind it had to wait for the next one. */
  @Test
  @Tag("SAF-11")
  void oneWhoseHandlerIsBrokenDelaysNoOtherInstance() {
    for (Error broken :
        List.of(
            new NoClassDefFoundError("driver"),
            new AssertionError("driver"),
            new StackOverflowError("driver"))) {
      Bench other = new Bench(Policies.shelf());
      other.answers.put(
          "LOCK_ACCESS",
          request -> {
            if (request.instance().key().id().equals("i1")) {
              throw broken;
            }
            return EffectResult.done();
          });
      InstanceKey key = other.subscription("shelf", "i1", day(10));
      other.subscription("shelf", "i2", day(10));
      other.sweepAt(day(10));
      assertThat(other.engine.deliver()).isEqualTo(new DeliveryReport(3, 0, 1, 0, 0, 0, 0));
      assertThat(other.bin.openEffects(key).get(0).failures()).isEqualTo(1);
      assertThat(other.bin.openEffects(key).get(0).reason()).contains("driver");
    }
  }

  @Test
  @Tag("SAF-11")
  void aParkedLockDoesNotDelayTheUnlockOfSomebodyWhoPaid() {
    InstanceKey key = locked("i1");
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no"));
    for (int i = 0; i < 3; i++) {
      bench.engine.deliver();
      bench.at(bench.clock.instant().plus(Duration.ofHours(1)));
    }
    assertThat(open(key, 0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    bench.renew(key, day(40));
    bench.asked.clear();
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    Bench harmed = new Bench(Policies.shelf());
    Reprieve engine =
        Reprieve.builder(harmed)
            .repository(harmed.bin)
            .safeguards(Safeguards.none())
            .policies(Policies.shelf())
            .listener(
                new ReprieveListener() {
                  @Override
                  public void onDecision(Decision decision) {
                    throw new IllegalStateException("listener");
                  }

                  @Override
                  public void onEffect(EffectRequest request, EffectResult result) {
                    throw new NoClassDefFoundError("listener");
                  }
                })
            .listener(harmed)
            .build();
    InstanceKey key = harmed.subscription("shelf", "i1", day(10));
    harmed.at(day(10));
    harmed.decisions.clear();
    assertThat(engine.sweep().steps()).hasSize(1);
    assertThat(engine.deliver().done()).isEqualTo(3);
    assertThat(harmed.decisions).hasSize(1);
    assertThat(harmed.results).hasSize(3);
    assertThat(harmed.state(key)).isEqualTo(InstanceState.LOCKED);
  }

  // ALL-10, ALL-15: nothing destructive under a hold.

  @Test
  @Tag("ALL-10")
  @Tag("ALL-15")
  void underAHoldNothingDestructiveIsHandedOutAndTheStateMovesOn() {
    InstanceKey key = retained("i1");
    bench.report(key, Operation.HOLD);
    DeliveryReport report = bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("TAKE_BACKUP");
    assertThat(report.done()).isEqualTo(1);
    assertThat(open(key, 0).status()).isEqualTo(EffectStatus.WAITING);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.engine.nextDeliveryAt()).isNull();
    bench.report(key, Operation.UNHOLD);
    bench.engine.deliver();
    assertThat(bench.askedNames())
        .containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
  }

  @Test
  @Tag("ALL-10")
  @Tag("ALL-15")
  void whatAHoldWithheldGoesOutAsItEndsAndNotBefore() {
    InstanceKey key = retained("i1");
    bench.engine.report(key, Event.builder(Operation.HOLD, day(25)).until(day(28)).build());
    bench.engine.deliver();
    assertThat(bench.engine.nextDeliveryAt()).isEqualTo(day(28));
    bench.at(justBefore(day(28)));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    bench.at(day(28));
    assertThat(bench.engine.deliver().handedOut()).isEqualTo(2);
  }

  @Test
  @Tag("ALL-15")
  void harmlessEffectsOfLaterDecisionsStepOverWhatIsWithheldAndDestructiveOnesDoNot() {
    InstanceKey key = retained("i1");
    bench.report(key, Operation.HOLD);
    bench.engine.deliver();
    bench.engine.report(
        key, Event.builder(Operation.REBUILD, day(25)).newId("i2").until(day(60)).build());
    bench.asked.clear();
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("CREATE_INSTANCE");
    // Once the hold has gone the withheld comes first.
    bench.report(key, Operation.UNHOLD);
    bench.report(key, Operation.DESTROY);
    bench.asked.clear();
    bench.engine.deliver(3);
    assertThat(bench.askedNames())
        .containsExactly("RELEASE_COMPUTE", "NOTIFY_OWNER", "DELETE_ALL_BACKUPS");
  }

  @Test
  @Tag("ALL-15")
  void whatWasGivenUpLetsNothingDestructivePass() {
    InstanceKey key = retained("i1");
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.failed("no"));
    for (int i = 0; i < 3; i++) {
      bench.engine.deliver();
      bench.at(bench.clock.instant().plus(Duration.ofHours(1)));
    }
    bench.report(key, Operation.DESTROY);
    bench.asked.clear();
    assertThat(bench.engine.deliver().handedOut()).isZero();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.bin.openEffects(key)).hasSize(7);
  }

  @Test
  @Tag("ALL-10")
  void aHoldInPurgingWithholdsWhatIsLeftAndAnswersWithWhatHasGoneOut() {
    InstanceKey key = purging("i1");
    bench.engine.deliver(1);
    bench.answers.put("DELETE_DATA", request -> EffectResult.failed("half way"));
    bench.engine.deliver(1);
    Answer hold = bench.report(key, Operation.HOLD);
    assertThat(hold.isApplied()).isTrue();
    assertThat(hold.handedOut()).containsExactly("DELETE_ALL_BACKUPS", "DELETE_DATA");
    bench.asked.clear();
    bench.at(day(40));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    bench.answers.clear();
    bench.report(key, Operation.UNHOLD);
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("DELETE_DATA", "acme:SHRED", "NOTIFY_OWNER");
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    InstanceKey other = retained("i3");
    assertThat(bench.report(other, Operation.HOLD).handedOut()).isEmpty();
  }

  /** The answer was read before the hold was written: what went out in between was not named. */
  @Test
  @Tag("ALL-10")
  void aHoldNamesWhatIsHandedOutBetweenItsLookAndItsCommit() {
    InstanceKey key = purging("i1");
    boolean[] done = {false};
    RecycleBinRepository slow =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("commit") && !done[0]) {
                done[0] = true;
                bench.engine.deliver(1);
              }
            });
    Reprieve other =
        Reprieve.builder(bench)
            .repository(slow)
            .policies(Policies.shelf())
            .safeguards(Safeguards.none())
            .build();
    Event hold = Event.builder(Operation.HOLD, bench.clock.instant()).id("h-1").build();
    assertThat(other.report(key, hold).handedOut()).containsExactly("DELETE_ALL_BACKUPS");
    assertThat(bench.askedNames()).endsWith("DELETE_ALL_BACKUPS");
    assertThat(other.report(key, hold).handedOut()).containsExactly("DELETE_ALL_BACKUPS");
    bench.asked.clear();
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
  }

  @Test
  @Tag("ALL-10")
  void aHoldComesTooLateForWhatIsUnderWay() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.working(day(33), "job"));
    bench.engine.deliver();
    bench.report(key, Operation.HOLD);
    bench.answers.clear();
    bench.asked.clear();
    bench.at(day(33));
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("DELETE_ALL_BACKUPS");
    assertThat(bench.asked.get(0).token()).isEqualTo("job");
  }

  @Test
  @Tag("ALL-15")
  void aHoldThatCameWhileALeaseRanKeepsItFromGoingOutAgain() {
    InstanceKey key = purging("i1");
    assertThat(bench.bin.claimEffects(day(32), Bench.LEASE, 1)).hasSize(1);
    bench.report(key, Operation.HOLD);
    bench.at(day(40));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    bench.report(key, Operation.UNHOLD);
    assertThat(bench.engine.deliver().done()).isEqualTo(4);
  }

  // The purge is two-phase.

  @Test
  @Tag("ALL-02")
  @Tag("ALL-04")
  void aPurgeIsRecordedBeforeItsFirstEffectAndOverWithItsLast() {
    InstanceKey key = purging("i1");
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.row(key).purge().attempts()).isZero();
    bench.engine.deliver(3);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    DeliveryReport last = bench.engine.deliver(1);
    assertThat(last.purged()).isEqualTo(1);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.row(key).purge()).isNull();
    assertThat(bench.bin.audit(key))
        .filteredOn(line -> line.kind() == AuditEntry.Kind.DECISION)
        .extracting(AuditEntry::cause)
        .containsExactly("REGISTRATION", "EXPIRY", "DEADLINE", "DEADLINE", "PURGE_CONFIRMED");
    assertThat(bench.report(key, Operation.HOLD).refusal().code().name()).isEqualTo("PURGED");
    assertThat(bench.engine.sweep().steps()).isEmpty();
  }

  @Test
  void aFailingPurgeStaysWithItsReasonAndAnOperatorRetriesIt() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.failed("disk in use"));
    bench.engine.deliver();
    assertThat(bench.row(key).purge().attempts()).isEqualTo(1);
    assertThat(bench.row(key).purge().reason()).isEqualTo("disk in use");
    assertThat(bench.row(key).purge().nextAttempt()).isEqualTo(day(32).plus(Duration.ofMinutes(1)));
    bench.at(day(33));
    bench.engine.deliver();
    bench.at(day(34));
    bench.engine.deliver();
    assertThat(bench.row(key).purge().attempts()).isEqualTo(3);
    assertThat(bench.row(key).purge().nextAttempt()).isNull();
    assertThat(open(key, 0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    bench.at(day(35));
    assertThat(bench.engine.deliver().handedOut()).isZero();
    bench.answers.clear();
    assertThat(bench.report(key, Operation.RETRY_PURGE).isApplied()).isTrue();
    assertThat(bench.row(key).purge().attempts()).isZero();
    bench.engine.deliver();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void aRetryOfThePurgeTakesUpWhatWaitsForItsPauseToo() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.failed("no"));
    bench.engine.deliver();
    bench.answers.clear();
    bench.report(key, Operation.RETRY_PURGE);
    assertThat(open(key, 0).failures()).isZero();
    assertThat(bench.engine.deliver().purged()).isEqualTo(1);
  }

  /** The effect went to a second worker while the first still had it. */
  @Test
  void aRetryOfThePurgeLeavesAloneWhatAWorkerHas() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.failed("no"));
    bench.engine.deliver();
    bench.at(day(33));
    EffectClaim claim = bench.bin.claimEffects(day(33), Bench.LEASE, 1).get(0);
    bench.report(key, Operation.RETRY_PURGE);
    assertThat(open(key, 0)).isEqualTo(claim.record());
    bench.answers.clear();
    assertThat(bench.engine.deliver().handedOut()).isZero();
  }

  @Test
  void workingOnAPurgeIsNoFailure() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.working(day(33), "job"));
    bench.engine.deliver();
    assertThat(bench.row(key).purge().attempts()).isZero();
    assertThat(bench.row(key).purge().reason()).isNull();
  }

  // ALL-16

  @Test
  @Tag("ALL-16")
  void anUnconfirmedRebuildKeepsThePurgeWaitingAndThenTheSourceHasItsMarginAnew() {
    Duration margin = Duration.ofHours(1);
    Bench slow = new Bench(Bench.PROMPT.withPurgeMargin(margin), Policies.shelf());
    InstanceKey key = slow.paying("shelf", "i1");
    slow.report(key, Operation.RELEASE);
    slow.settleAt(START);
    slow.answers.put("CREATE_INSTANCE", request -> EffectResult.working(day(99), "copying"));
    slow.at(day(6));
    slow.engine.report(key, Event.builder(Operation.REBUILD, day(6)).newId("i2").build());
    slow.settleAt(day(20));
    assertThat(slow.state(key)).isEqualTo(InstanceState.RETAINED);
    EffectKey copying = slow.row(key).openRebuilds().get(0);
    slow.engine.complete(copying, EffectResult.done());
    assertThat(slow.row(key).openRebuilds()).isEmpty();
    assertThat(slow.engine.nextSweepAt()).isEqualTo(day(20).plus(margin));
    assertThat(slow.sweepAt(justBefore(day(20).plus(margin))).steps()).isEmpty();
    assertThat(slow.sweepAt(day(20).plus(margin)).steps()).hasSize(1);
  }

  @Test
  @Tag("ALL-16")
  void aRebuildThatWasGivenUpHasFailedAndOneThatIsTriedAgainHasNot() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    bench.settleAt(START);
    bench.answers.put("CREATE_INSTANCE", request -> EffectResult.failed("quota"));
    bench.at(day(1));
    bench.engine.report(key, Event.builder(Operation.REBUILD, day(1)).newId("i2").build());
    bench.engine.deliver();
    assertThat(bench.row(key).openRebuilds()).hasSize(1);
    bench.at(day(2));
    bench.engine.deliver();
    bench.at(day(3));
    bench.engine.deliver();
    assertThat(bench.row(key).openRebuilds()).isEmpty();
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(3));
    assertThat(bench.engine.nextSweepAt()).isEqualTo(day(7));
  }

  @Test
  @Tag("ALL-16")
  void theEndOfARebuildBringsNoPromiseNearer() {
    InstanceKey key =
        bench
            .engine
            .adopt(
                Adoption.of(
                        Registration.of(
                                dev.reprieve.fixture.Snapshots.key("shelf", "i1"),
                                "owner",
                                dev.reprieve.model.BillingMode.PAY_AS_YOU_GO)
                            .unprotected(),
                        InstanceState.RETAINED)
                    .promisedPurgeAt(day(50))
                    .build())
            .key();
    bench.engine.report(key, Event.builder(Operation.REBUILD, START).newId("i2").build());
    bench.engine.deliver();
    assertThat(bench.row(key).openRebuilds()).isEmpty();
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(50));
  }

  @Test
  @Tag("ALL-06")
  void anAnswerIsNeverRecordedBeforeTheLastInstant() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.failed("no"));
    bench.at(day(32));
    EffectClaim claim = bench.bin.claimEffects(day(32), Bench.LEASE, 1).get(0);
    bench.at(day(1));
    bench.engine.complete(claim.record().effect().key(), EffectResult.failed("no"));
    assertThat(bench.row(key).recordedAt()).isEqualTo(day(32));
    assertThat(justAfter(day(32))).isAfter(bench.row(key).recordedAt());
  }

  @Test
  void pausesDoubleUpToTheLongestAndMakeSense() {
    Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(35), 4);
    assertThat(backoff.pauseAfter(1)).hasSeconds(10);
    assertThat(backoff.pauseAfter(2)).hasSeconds(20);
    assertThat(backoff.pauseAfter(3)).hasSeconds(35);
    assertThat(backoff.pauseAfter(1_000_000)).hasSeconds(35);
    assertThat(backoff.givesUpAfter(3)).isFalse();
    assertThat(backoff.givesUpAfter(4)).isTrue();
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 1))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1), 1))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
        .hasMessageContaining("growing");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
        .hasMessageContaining("one attempt");
    assertThat(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1).givesUpAfter(1))
        .isTrue();
    for (Duration lease : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> Reprieve.builder(request -> EffectResult.done()).lease(lease))
          .hasMessageContaining("positive");
    }
  }

  @Test
  void aRetryOfThePurgeLeavesAloneWhatTheHandlerPutOff() {
    InstanceKey key = purging("i1");
    bench.answers.put("DELETE_ALL_BACKUPS", request -> EffectResult.retryAt(day(40), "window"));
    bench.engine.deliver();
    bench.report(key, Operation.RETRY_PURGE);
    assertThat(open(key, 0).notBefore()).isEqualTo(day(40));
  }

  @Test
  @Tag("FGT-01")
  void aTrailSaysWhetherItWasRegisteredOrAdopted() {
    InstanceKey key = bench.at(START).subscription("shelf", "i1", day(10));
    bench.engine.adopt(
        Adoption.of(
                Registration.of(
                        dev.reprieve.fixture.Snapshots.key("shelf", "i2"),
                        "owner",
                        dev.reprieve.model.BillingMode.SUBSCRIPTION)
                    .expiresAt(day(10))
                    .unprotected(),
                InstanceState.RUNNING)
            .build());
    assertThat(bench.decisions)
        .extracting(Decision::transition)
        .containsExactly("registered", "adopted");
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
  }
}
