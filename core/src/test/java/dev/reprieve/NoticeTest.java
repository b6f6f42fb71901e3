package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An owner is told before the purge, and nothing is purged before he was told for certain. */
@Tag("SAF-04")
class NoticeTest {
  private static final Interpreter.Settings TELLING =
      Bench.PROMPT.withNotices(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(3));

  private final Bench bench =
      new Bench(TELLING, Policies.shelf(1, 15, 30), Policies.daily(), Policies.box());

  /** In the bin from day 25 to day 40. */
  private InstanceKey inTheBin() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.settleAt(day(10));
    bench.settleAt(day(25));
    return key;
  }

  private void runTo(Instant until) {
    while (true) {
      Instant next = bench.engine.nextSweepAt();
      if (next == null || next.isAfter(until)) {
        bench.settleAt(until);
        return;
      }
      bench.settleAt(next);
    }
  }

  /** The notices that were decided on: when, and what they said. */
  private static List<String> notices(Bench bench) {
    List<String> told = new ArrayList<>();
    for (Decision decision : bench.decisions) {
      if (decision.cause().name().equals("NOTICE")) {
        Effect effect = decision.effects().get(0);
        told.add(
            decision.at()
                + " "
                + effect.details().get("notice")
                + " "
                + effect.details().get("purgeAt"));
      }
    }
    return told;
  }

  private static String notice(Instant at, int days, Instant purgeAt) {
    return at + " PT" + 24 * days + "H " + purgeAt;
  }

  @Test
  void eachNoticeComesOnceAtItsOffset() {
    InstanceKey key = inTheBin();
    assertThat(bench.engine.nextSweepAt()).isEqualTo(day(33));
    bench.settleAt(justBefore(day(33)));
    assertThat(notices(bench)).isEmpty();
    runTo(justBefore(day(40)));
    assertThat(notices(bench))
        .containsExactly(
            notice(day(33), 7, day(40)), notice(day(37), 3, day(40)), notice(day(39), 1, day(40)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(day(40));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.row(key).since()).isEqualTo(day(40));
  }

  @Test
  @Tag("ALL-02")
  @Tag("ALL-09")
  void aNoticeIsADecisionThatChangesNoState() {
    InstanceKey key = inTheBin();
    bench.settleAt(day(33));
    Decision told = bench.decisions.get(bench.decisions.size() - 1);
    assertThat(told.from()).isEqualTo(InstanceState.RETAINED);
    assertThat(told.to()).isEqualTo(InstanceState.RETAINED);
    assertThat(told.rule()).isEqualTo("SAF-04");
    assertThat(told.dueAt()).isEqualTo(day(33));
    assertThat(told.effects())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.type().name()).isEqualTo("NOTIFY_OWNER");
              assertThat(effect.rule()).isEqualTo("SAF-04");
              assertThat(effect.details())
                  .isEqualTo(Map.of("notice", "PT168H", "purgeAt", day(40).toString()));
            });
    assertThat(bench.bin.audit(key))
        .anySatisfy(
            line -> {
              assertThat(line.cause()).isEqualTo("NOTICE");
              assertThat(line.rule()).isEqualTo("SAF-04");
            });
  }

  @Test
  @Tag("ALL-12")
  void aTimelineIsOfTransitionsAndNamesNoNotice() {
    InstanceKey key = inTheBin();
    assertThat(bench.engine.view(key).timeline())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.at()).isEqualTo(day(40));
              assertThat(step.to()).isEqualTo(InstanceState.PURGED);
            });
  }

  @Test
  void anOffsetThatIsNotShorterThanTheSpanIsLeftOut() {
    Bench week = new Bench(TELLING, Policies.shelf());
    week.subscription("shelf", "i1", day(10));
    week.settleAt(day(10));
    week.settleAt(day(25));
    week.settleAt(day(29));
    week.settleAt(day(31));
    week.settleAt(day(32));
    assertThat(notices(week))
        .containsExactly(notice(day(29), 3, day(32)), notice(day(31), 1, day(32)));
  }

  @Test
  void ofSeveralThatWereMissedTheLatestIsGivenAloneAndThePurgeMovesWithIt() {
    InstanceKey key = inTheBin();
    Instant late = day(39).plus(Duration.ofHours(12));
    Instant moved = day(40).plus(Duration.ofHours(12));
    bench.settleAt(late);
    assertThat(notices(bench)).containsExactly(notice(late, 1, moved));
    assertThat(bench.engine.view(key).timeline().get(0).at()).isEqualTo(moved);
    bench.settleAt(justBefore(moved));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(moved);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void aNoticeThatComesLateLetsTheShorterOnesFollow() {
    inTheBin();
    bench.settleAt(day(34));
    runTo(day(41));
    assertThat(notices(bench))
        .containsExactly(
            notice(day(34), 7, day(41)), notice(day(38), 3, day(41)), notice(day(40), 1, day(41)));
  }

  @Test
  void afterAnOutageBeyondTheDeadlineTheOwnerHasADayLeft() {
    InstanceKey key = inTheBin();
    bench.settleAt(day(60));
    assertThat(notices(bench)).containsExactly(notice(day(60), 1, day(61)));
    bench.settleAt(justBefore(day(61)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(day(61));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("SAF-13")
  void aPurgeWaitsForItsLastNoticeHoweverOftenItFails() {
    InstanceKey key = inTheBin();
    runTo(day(38));
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.failed("mailbox full"));
    for (int i = 0; i < 400; i++) {
      bench.settleAt(day(39).plus(Duration.ofHours(i)));
    }
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    SetAside waiting = bench.bin.setAside(key);
    assertThat(waiting.reason()).contains("notice").contains("given up").contains("mailbox full");
    assertThat(waiting.parked()).isFalse();
    EffectKey unheard = bench.bin.openEffects(key).get(0).effect().key();
    bench.answers.clear();
    assertThat(bench.engine.complete(unheard, EffectResult.done())).isTrue();
    bench.settleAt(bench.engine.nextSweepAt());
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void aPurgeWaitsForANoticeThatIsStillUnderWay() {
    InstanceKey key = inTheBin();
    runTo(day(38));
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.working(day(50), "post"));
    runTo(day(49));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.bin.setAside(key).reason()).contains("WORKING");
    bench.answers.clear();
    runTo(day(51));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("MDB-04")
  void whereThereIsNoBinEveryNoticeMustBeConfirmed() {
    // Locked on day 10, purged on day 17 without a bin; the notice on entering the lock fails.
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.failed("mailbox full"));
    InstanceKey key = bench.subscription("daily", "i1", day(10));
    for (int hours = 0; hours < 24 * 20; hours++) {
      bench.settleAt(day(10).plus(Duration.ofHours(hours)));
      assertThat(bench.state(key)).isIn(InstanceState.RUNNING, InstanceState.LOCKED);
    }
    bench.answers.clear();
    EffectKey entry = bench.bin.openEffects(key).get(0).effect().key();
    assertThat(bench.engine.retry(entry)).isTrue();
    runTo(day(32));
    // The others were given up behind it.
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.bin.openEffects(key).forEach(open -> bench.engine.retry(open.effect().key()));
    runTo(day(33));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("KEC-04")
  void whereNoOffsetIsLeftTheNoticeOnEntryIsTheNotice() {
    InstanceKey key =
        bench.registered(
            Registration.of(key("daily", "d1"), "owner", BillingMode.PAY_BY_DAILY_CONFIG)
                .createdAt(day(0))
                .unprotected());
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.retryAt(day(3), "busy"));
    bench.at(day(2));
    bench.report(key, Operation.RELEASE);
    runTo(justBefore(day(3)));
    assertThat(notices(bench)).isEmpty();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.answers.clear();
    runTo(day(4));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(notices(bench)).isEmpty();
  }

  @Test
  @Tag("ADO-02")
  void whoWasNeverToldAfterAnAdoptionIsToldAtOnce() {
    InstanceKey key = key("daily", "old");
    bench.engine.adopt(
        Adoption.of(
                Registration.of(key, "owner", BillingMode.PAY_BY_DAILY_CONFIG)
                    .createdAt(day(-9))
                    .unprotected(),
                InstanceState.RETAINED)
            .build());
    Instant deadline = day(0).plus(Duration.ofHours(2));
    bench.settleAt(day(0));
    assertThat(notices(bench)).containsExactly(day(0) + " PT2H " + deadline);
    runTo(day(1));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(notices(bench)).hasSize(1);
  }

  @Test
  @Tag("SAF-10")
  void aMovedPurgeIsAnnouncedAnew() {
    InstanceKey key = inTheBin();
    runTo(day(39));
    bench.engine.snooze(key, day(50), "owner", "not ready");
    runTo(day(50));
    assertThat(notices(bench))
        .containsExactly(
            notice(day(33), 7, day(40)),
            notice(day(37), 3, day(40)),
            notice(day(39), 1, day(40)),
            notice(day(43), 7, day(50)),
            notice(day(47), 3, day(50)),
            notice(day(49), 1, day(50)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("ALL-10")
  void nothingIsAnnouncedUnderAHoldWithoutEnd() {
    InstanceKey key = inTheBin();
    bench.report(key, Operation.HOLD);
    runTo(day(60));
    assertThat(notices(bench)).isEmpty();
    bench.report(key, Operation.UNHOLD);
    runTo(day(62));
    assertThat(notices(bench)).containsExactly(notice(day(60), 1, day(61)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("SAF-17")
  void theGraceAfterAHoldIsAnnounced() {
    Bench patient =
        new Bench(TELLING.withHoldGrace(Duration.ofHours(72)), Policies.shelf(1, 15, 30));
    InstanceKey key = patient.subscription("shelf", "i1", day(10));
    patient.settleAt(day(10));
    patient.settleAt(day(25));
    patient.report(key, Operation.HOLD);
    patient.settleAt(day(60));
    patient.report(key, Operation.UNHOLD);
    assertThat(patient.engine.nextSweepAt()).isEqualTo(day(62));
    patient.settleAt(day(62));
    assertThat(notices(patient)).containsExactly(notice(day(62), 1, day(63)));
    patient.settleAt(day(63));
    assertThat(patient.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("ALL-11")
  void whoRenewsAndLapsesAgainIsToldAgain() {
    InstanceKey key = bench.subscription("daily", "i1", day(10));
    runTo(day(15));
    assertThat(notices(bench)).containsExactly(notice(day(14), 3, day(17)));
    bench.renew(key, day(20));
    assertThat(bench.row(key).noticeMark()).isNull();
    runTo(day(26));
    assertThat(notices(bench).subList(1, 3))
        .containsExactly(notice(day(24), 3, day(27)), notice(day(26), 1, day(27)));
  }

  @Test
  @Tag("MDB-06")
  @Tag("MDB-17")
  void whatIsKeptWithoutEndIsAnnouncedOnceItHasOne() {
    InstanceKey key =
        bench.registered(
            Registration.of(key("box", "b1"), "owner", BillingMode.PAY_AS_YOU_GO)
                .attributes(Attributes.empty().with(Policies.KEEPING, Keeping.KEEP))
                .unprotected());
    bench.report(key, Operation.RELEASE);
    runTo(day(100));
    assertThat(notices(bench)).isEmpty();
    bench.engine.report(
        key, Event.builder(Policies.CHANGE_KEEPING, day(100)).value("DELETE").build());
    runTo(day(107));
    assertThat(notices(bench))
        .containsExactly(notice(day(104), 3, day(107)), notice(day(106), 1, day(107)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("RED-08")
  void aDestructionThatIsAskedForNeedsNone() {
    InstanceKey key = inTheBin();
    bench.at(day(26));
    bench.report(key, Operation.DESTROY);
    bench.settleAt(day(26));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(notices(bench)).isEmpty();
  }

  @Test
  void hostsTellThriceAndASimulationNever() {
    assertThat(Interpreter.Settings.DEFAULT.notices())
        .containsExactly(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1));
    assertThat(Interpreter.Settings.SIMULATION.notices()).isEmpty();
    assertThatThrownBy(() -> TELLING.withNotices(Duration.ZERO)).hasMessageContaining("positive");
    assertThatThrownBy(() -> TELLING.withNotices(Duration.ofNanos(1_500_000_000L)))
        .hasMessageContaining("whole seconds");
  }

  @Property(tries = 1000)
  @net.jqwik.api.Tag("SAF-04")
  @net.jqwik.api.Tag("SAF-10")
  void nobodyIsPurgedUnannouncedOrBeforeTheInstantHeWasTold(
      @ForAll @Size(min = 4, max = 25) List<@IntRange(min = 0, max = 99_999) Integer> seeds) {
    Bench random =
        new Bench(TELLING.withHoldGrace(Duration.ofHours(72)), Policies.shelf(1, 15, 30));
    InstanceKey victim = random.subscription("shelf", "i1", day(10));
    random.settleAt(day(10));
    random.settleAt(day(25));
    List<Instant> announced = new ArrayList<>();
    int[] seedNow = {0};
    random.answers.put(
        "NOTIFY_OWNER",
        request -> {
          if (seedNow[0] % 7 < 2) {
            return EffectResult.failed("mailbox full");
          }
          if (request.effect().details().containsKey("purgeAt")) {
            announced.add(Instant.parse(request.effect().details().get("purgeAt")));
          }
          return EffectResult.done();
        });
    Instant now = day(25);
    for (int seed : seeds) {
      seedNow[0] = seed;
      now = now.plus(Duration.ofMinutes(seed / 5 % 9_000));
      random.at(now);
      switch (seed % 5) {
        case 0 ->
            random.engine.snooze(victim, now.plus(Duration.ofDays(seed % 20)), "owner", "later");
        case 1 -> random.report(victim, Operation.HOLD);
        case 2 -> random.report(victim, Operation.UNHOLD);
        case 3 ->
            random
                .bin
                .openEffects(victim)
                .forEach(open -> random.engine.retry(open.effect().key()));
        default -> {
          // Only time goes by.
        }
      }
      random.settleAt(now);
      if (random.state(victim) != InstanceState.RETAINED) {
        break;
      }
    }
    List<String> told = notices(random);
    assertThat(told).doesNotHaveDuplicates();
    for (Decision decision : random.decisions) {
      if (decision.cause().name().equals("NOTICE")) {
        Map<String, String> said = decision.effects().get(0).details();
        assertThat(decision.at().plus(Duration.parse(said.get("notice"))))
            .isBeforeOrEqualTo(Instant.parse(said.get("purgeAt")));
      }
      if (decision.beginsPurge()) {
        assertThat(announced).isNotEmpty();
        assertThat(announced.get(announced.size() - 1)).isBeforeOrEqualTo(decision.at());
        assertThat(decision.at()).isAfterOrEqualTo(day(40));
      }
    }
  }
}
