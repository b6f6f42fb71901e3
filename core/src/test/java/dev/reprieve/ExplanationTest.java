package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Why an instance is where it is, in sentences with rule ids. */
@Tag("ALL-12")
class ExplanationTest {
  private final Bench bench = new Bench(Policies.shelf());

  @Test
  void tellsWhatRulesItHowItCameWhereItIsAndWhatComesNext() {
    InstanceKey key = bench.subscription("shelf", "a", day(10));
    bench.settleAt(day(10));
    bench.engine.report(
        key,
        Event.builder(Operation.HOLD, day(10)).name("audit").by("legal").why("a claim").build());

    assertThat(bench.engine.explain(key).toString().lines())
        .contains(
            "at 2026-01-11T00:00:00Z it went from RUNNING to LOCKED by EXPIRY (ALL-02)",
            "now it is LOCKED (ALL-12)",
            "the hold audit by legal, because a claim, is in force without end (ALL-10)",
            "if nobody does anything, at 2026-01-26T00:00:00Z it goes from LOCKED to RETAINED"
                + " (SH-02)")
        .anyMatch(line -> line.contains("table \"all\", because always (ALL-08)"))
        .anyMatch(line -> line.startsWith("DESTROY of") && line.contains("(ALL-10)"))
        .anyMatch(line -> line.startsWith("permitted now: ") && line.contains("RENEW"));
  }

  @Test
  void tellsWhyAPurgeIsStuck() {
    bench.answers.put("DELETE_DATA", request -> EffectResult.failed("the disk is busy"));
    InstanceKey key = bench.subscription("shelf", "a", day(1));
    bench.settleAt(day(1));
    bench.report(key, Operation.DESTROY);
    bench.engine.deliver();

    assertThat(bench.engine.explain(key).toString())
        .contains(
            "its purge has failed 1 times, the last time because the disk is busy;"
                + " it is tried again at 2026-01-02T00:01:00Z");
  }

  @Test
  void thereIsNothingToTellOfWhatIsNotThere() {
    assertThat(bench.engine.explain(Snapshots.key("shelf", "nobody"))).isNull();
  }

  private static final Interpreter.Settings CAREFUL =
      Bench.PROMPT
          .withHoldGrace(Duration.ofHours(72))
          .withNotices(Duration.ofDays(3), Duration.ofDays(1));

  private static InstanceKey inTheBin(Bench bench) {
    InstanceKey key = bench.subscription("shelf", "a", day(10));
    bench.settleAt(day(10));
    bench.settleAt(day(25));
    return key;
  }

  /** Its purge is due on day 32: three days and one day before it, its owner is told. */
  @Test
  @Tag("SAF-04")
  void tellsWhenItsOwnerIsToldNext() {
    Bench careful = new Bench(CAREFUL, Policies.shelf());
    InstanceKey key = inTheBin(careful);
    assertThat(careful.engine.explain(key).toString())
        .contains(
            "its owner is told of the purge next at 2026-01-30T00:00:00Z, and it does not begin"
                + " before that is confirmed (SAF-04)");
    careful.at(day(31));
    assertThat(careful.engine.explain(key).toString())
        .contains("its owner is told of the purge now: it was due 2026-01-30T00:00:00Z");
    careful.sweepAt(day(31));
    assertThat(careful.engine.explain(key).toString())
        .doesNotContain("is told of the purge")
        .contains("NOTIFY_OWNER tenant/region/shelf/a#4.0 is not confirmed: WAITING (SAF-04)");
  }

  @Test
  @Tag("ALL-10")
  @Tag("ALL-12")
  void saysOnceByWhichRuleSomethingIsRefusedAndOfAHoldWhatItIs() {
    Bench bench = new Bench(CAREFUL.withNotices(), Policies.shelf());
    InstanceKey key = inTheBin(bench);
    bench.engine.report(
        key, Event.builder(Operation.HOLD, day(25)).name("ended").until(day(26)).build());
    bench.at(day(27));
    bench.engine.report(key, Event.builder(Operation.HOLD, day(27)).name("legal").build());
    Explanation told = bench.engine.explain(key);
    assertThat(told.sentences())
        .allSatisfy(sentence -> assertThat(sentence.text()).doesNotEndWith(")"));
    assertThat(told.toString())
        .contains("a hold is in force: legal without end")
        .doesNotContain("ended")
        .doesNotContain("Hold[");
  }

  @Test
  @Tag("SAF-17")
  void tellsTheGraceAfterAHold() {
    Bench careful = new Bench(CAREFUL.withNotices(), Policies.shelf());
    InstanceKey key = inTheBin(careful);
    Event.Builder hold = Event.builder(Operation.HOLD, day(25));
    careful.engine.report(key, hold.until(day(40)).build());
    assertThat(careful.engine.explain(key).toString())
        .contains(
            "after the hold that has kept it, its purge waits until 2026-02-13T00:00:00Z (SAF-17)");
    careful.at(day(40));
    careful.report(key, Operation.UNHOLD);
    assertThat(careful.engine.explain(key).toString())
        .contains(
            "a hold that has kept it was lifted: its purge waits until 2026-02-13T00:00:00Z"
                + " (SAF-17)")
        .doesNotContain("does not go on before");
    careful.at(day(43));
    assertThat(careful.engine.explain(key).toString()).doesNotContain("its purge waits until");
  }

  /** A hold that ends before the deadline keeps nothing back. */
  @Test
  @Tag("SAF-17")
  void tellsOfNoGraceWhereNoneIs() {
    Bench careful = new Bench(CAREFUL.withNotices(), Policies.shelf());
    InstanceKey key = inTheBin(careful);
    careful.engine.report(key, Event.builder(Operation.HOLD, day(25)).until(day(31)).build());
    assertThat(careful.engine.explain(key).toString()).doesNotContain("SAF-17");
  }

  @Test
  @Tag("SAF-11")
  @Tag("SAF-02")
  void tellsWhatItWaitsFor() {
    GuardBench guarded = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = guarded.subscription("a", "owner", day(1));
    guarded.intoTheBin();
    guarded.sightings.put(key, Sighting.wanted());
    assertThat(guarded.engine.explain(key).toString()).doesNotContain("it waits for");
    guarded.sweepAt(day(23));
    assertThat(guarded.engine.explain(key).toString())
        .contains(
            "it waits for FRESH_LOOK: the host says that it is paid for or wanted (SAF-02);"
                + " it is looked at again at 2026-01-24T00:15:00Z (SAF-11)");
    guarded.bin.setAside(key, guarded.row(key).version(), WaitingFor.REPAIR, "broken", null);
    assertThat(guarded.engine.explain(key).toString())
        .contains(
            "it waits for REPAIR: broken; it is parked until it changes or is taken up again");
  }

  @Test
  @Tag("ALL-16")
  void tellsOfARebuildForWhichItsPurgeWaits() {
    InstanceKey key = inTheBin(bench);
    bench.engine.report(
        key, Event.builder(Operation.REBUILD, day(25)).newId("n").until(day(99)).build());
    assertThat(bench.engine.explain(key).toString())
        .contains("its purge waits for the rebuild tenant/region/shelf/a#4.0 (ALL-16)");
  }

  /** Snoozed to the same instant at which a grace might end: it is no grace. */
  @Test
  @Tag("SAF-17")
  void whatKeepsAPurgeAndIsNoGraceIsNotCalledOne() {
    Bench careful = new Bench(CAREFUL.withNotices(), Policies.shelf());
    InstanceKey key = inTheBin(careful);
    careful.at(day(40));
    careful.engine.snooze(key, day(43), "owner", "still looking");
    assertThat(careful.engine.explain(key).toString())
        .contains("its purge does not go on before " + day(43) + " (ALL-01)")
        .doesNotContain("SAF-17");
  }

  @Test
  @Tag("ALL-12")
  void aRefusalIsToldWithoutItsRuleAndWithItOnce() {
    Bench bench = new Bench(CAREFUL.withNotices(), Policies.shelf());
    InstanceKey key = inTheBin(bench);
    bench
        .engine
        .view(key)
        .offers()
        .refused()
        .values()
        .forEach(
            refusal -> assertThat(refusal.message()).doesNotContain("(" + refusal.rule() + ")"));
    assertThat(bench.engine.report(key, Event.renew(day(39), day(60))).refusal())
        .satisfies(
            refusal -> assertThat(refusal.message()).doesNotContain("(" + refusal.rule() + ")"));
  }

  /** An id with a line in it looked like two lines of the log. */
  @Test
  @Tag("OWN-01")
  void noIdAndNoNameForgesALine() {
    Bench bench = new Bench(CAREFUL.withNotices(), Policies.shelf());
    InstanceKey odd =
        new InstanceKey("tenant", "region", "shelf", "i1\nnow it is PURGED (ALL-04)\u202e");
    bench.engine.register(
        Registration.of(odd, "o\rwner", dev.reprieve.model.BillingMode.PAY_AS_YOU_GO)
            .unprotected());
    bench.engine.report(
        odd,
        Event.builder(Operation.HOLD, day(0))
            .name("a\nb")
            .by("ann\u2028bob")
            .why("c\u0085d")
            .build());
    String told = bench.engine.explain(odd).toString();
    assertThat(told.lines()).hasSize(bench.engine.explain(odd).sentences().size());
    assertThat(told)
        .startsWith(
            "tenant/region/shelf/i1\\u000Anow it is PURGED (ALL-04)\\u202E of o\\u000Dwner,")
        .contains("the hold a\\u000Ab by ann\\u2028bob, because c\\u0085d, is in force");
    assertThat(bench.engine.report(odd, Event.of(Operation.RESTORE, day(0))).refusal().message())
        .hasLineCount(1)
        .contains("i1\\u000Anow");
    bench.engine.report(odd, Event.builder(Operation.PROTECT, day(0)).id("e\n1").build());
    assertThat(
            bench
                .engine
                .report(odd, Event.builder(Operation.UNPROTECT, day(0)).id("e\n1").build())
                .refusal()
                .message())
        .startsWith("event id e\\u000A1 of tenant/");
    assertThat(bench.bin.find(odd).holds().all().get(0).name()).isEqualTo("a\nb");
  }
}
