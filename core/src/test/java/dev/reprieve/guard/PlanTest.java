package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.PlanReport;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plan is a value, and executing it does what is in it and nothing else (SAF-03). */
class PlanTest {
  private static Plan.Item item(String id, long version) {
    return new Plan.Item(
        Snapshots.key("shelf", id), version, InstanceState.PURGING, day(23), "SH-03");
  }

  private static final Plan PLAN = new Plan(START, List.of(item("b b", 4), item("a", 7)));

  @Test
  @Tag("SAF-03")
  void aPlanIsReadAsItWasWritten() {
    assertThat(Plan.parse(PLAN.toText())).isEqualTo(PLAN);
    assertThat(PLAN.items()).extracting(item -> item.key().id()).containsExactly("a", "b b");
    assertThat(new Plan(START, List.of(item("a", 7), item("a", 7))).items()).hasSize(1);
    Plan empty = new Plan(START, List.of());
    assertThat(Plan.parse(empty.toText())).isEqualTo(empty);
  }

  @Test
  @Tag("SAF-03")
  @Tag("SAF-13")
  void whatIsCutOffOrTamperedWithIsRefusedOrHasAnotherDigest() {
    String text = PLAN.toText();
    for (int end = 0; end < text.length(); end++) {
      String cut = text.substring(0, end);
      if (cut.endsWith("\n") && cut.lines().count() >= 2) {
        assertThat(Plan.parse(cut).digest()).isNotEqualTo(PLAN.digest());
      } else {
        assertThatThrownBy(() -> Plan.parse(cut)).isInstanceOf(IllegalArgumentException.class);
      }
    }
    for (String tampered :
        List.of(
            text.replace(" 7 ", " 8 "),
            text.replace("PURGING", "LOCKED"),
            text.replace("2026-01-24", "2026-01-23"),
            text.replace("SH-03", "SH-02"))) {
      assertThat(Plan.parse(tampered).digest()).isNotEqualTo(PLAN.digest());
    }
    for (String broken :
        List.of("", text + "x", text.replace("plan 2", "plan 1"), text.replace(" 7 ", " seven "))) {
      assertThatThrownBy(() -> Plan.parse(broken)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Plan.parse(text.replace("PURGING", "PURGE")))
        .hasMessageContaining("line 3");
  }

  /** Its names were in Base64: whoever had to confirm a plan could not read what was in it. */
  @Test
  @Tag("SAF-03")
  void aPersonCanReadItsTextWhateverStandsInAName() {
    assertThat(PLAN.toText())
        .isEqualTo(
            """
            reprieve-plan 2
            2026-01-01T00:00:00Z
            tenant region shelf a 7 PURGING 2026-01-24T00:00:00Z SH-03
            tenant region shelf b%0020b 4 PURGING 2026-01-24T00:00:00Z SH-03
            """);
    String hostile = "50%\u001B[2J\n\u202E\u00E9";
    Plan plan = new Plan(START, List.of(item(hostile, 1)));
    assertThat(plan.toText()).contains(" 50%0025%001B[2J%000A%202E%00E9 1 ").matches("[ -~\\n]*");
    assertThat(Plan.parse(plan.toText())).isEqualTo(plan);
  }

  /** Both were the same "?": one digest stood for two sets, and a third instance was confirmed. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-03")
  void halvesOfSurrogatePairsAreDifferentNames() {
    Plan one = new Plan(START, List.of(item("\uD800", 7)));
    Plan other = new Plan(START, List.of(item("\uDBFF", 7)));
    assertThat(Plan.parse(one.toText())).isEqualTo(one);
    assertThat(Plan.parse(other.toText())).isEqualTo(other);
    assertThat(one.digest()).isNotEqualTo(other.digest());
    assertThat(one.digest()).isNotEqualTo(new Plan(START, List.of(item("?", 7))).digest());
  }

  @Test
  @Tag("SAF-03")
  void aLineIsWrittenInOneWayOnly() {
    String text = new Plan(START, List.of(item("\u00E9", 7))).toText();
    for (String broken :
        List.of(
            text.replace("%00E9", "%00e9"),
            text.replace("%00E9", "%00E"),
            text.replace("%00E9", "%"),
            text.replace("%00E9", "%00G9"),
            text.replace("shelf", "%0073helf"),
            text.replace(" 7 ", " +7 "))) {
      assertThatThrownBy(() -> Plan.parse(broken))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line 3");
    }
  }

  @Test
  @Tag("SAF-03")
  void theDigestIsOfTheItemsAndNotOfTheInstant() {
    assertThat(new Plan(day(9), PLAN.items()).digest()).isEqualTo(PLAN.digest()).hasSize(64);
    assertThat(new Plan(START, List.of(item("a", 7))).digest()).isNotEqualTo(PLAN.digest());
  }

  @Test
  @Tag("SAF-03")
  void whatTwoPlansDifferInIsSaidAlsoWhereOnlyTheInstantDiffers() {
    Plan.Item moved =
        new Plan.Item(Snapshots.key("shelf", "a"), 7, InstanceState.PURGING, day(24), "SH-03");
    Plan later = new Plan(day(1), List.of(item("b b", 4), moved, item("c", 1)));
    Plan.Difference difference = PLAN.differenceTo(later);
    assertThat(difference.added()).isEqualTo(Set.of(moved, item("c", 1)));
    assertThat(difference.removed()).isEqualTo(Set.of(item("a", 7)));
    assertThat(difference.isEmpty()).isFalse();
    assertThat(PLAN.differenceTo(new Plan(day(3), PLAN.items())).isEmpty()).isTrue();
  }

  @Test
  @Tag("SAF-03")
  void executingDoesOnlyWhatIsPlannedAndStillTrueAndSaysWhatItSkipped() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 4, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    Plan whole = bench.engine.safety().plan();
    assertThat(whole.items()).extracting(Plan.Item::key).containsExactlyElementsOf(keys);
    Plan plan = new Plan(whole.madeAt(), new ArrayList<>(whole.items().subList(0, 3)));
    bench.report(keys.get(0), Operation.HOLD);
    bench.sightings.put(keys.get(1), Sighting.wanted());
    PlanReport report = bench.engine.safety().execute(Plan.parse(plan.toText()));
    assertThat(report.steps()).extracting(step -> step.after().key()).containsExactly(keys.get(2));
    assertThat(report.skipped()).hasSize(2);
    assertThat(report.skipped().get(plan.items().get(0))).contains("it has changed");
    assertThat(report.skipped().get(plan.items().get(1))).contains("SAF-02");
    assertThat(bench.state(keys.get(3))).isEqualTo(InstanceState.RETAINED);
    PlanReport again = bench.engine.safety().execute(plan);
    assertThat(again.steps()).isEmpty();
    assertThat(again.skipped()).hasSize(3);
    Plan strange = new Plan(START, List.of(item("nobody", 1)));
    assertThat(bench.engine.safety().execute(strange).skipped().values())
        .containsExactly("there is no such instance");
  }

  /** Between the comparison and the step somebody renews: the row that was compared is passed. */
  @Test
  @Tag("SAF-03")
  void whatChangesWhileAPlanIsExecutedIsNotPassed() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.at(day(16));
    Plan plan = bench.engine.safety().plan();
    // Swept up to now: to the other engine the gap would be one that nobody vouches for.
    bench.bin.beat(day(16));
    int[] finds = {0};
    GuardBench slow =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit") && finds[0]++ == 0) {
                    bench.engine.report(key, Event.of(Operation.HOLD, day(15)));
                  }
                }),
            GuardBench.UNLIMITED);
    PlanReport report = slow.engine.safety().execute(plan);
    assertThat(report.steps()).isEmpty();
    assertThat(report.skipped().values()).containsExactly("somebody else changed it meanwhile");
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
  }

  @Property(tries = 1000)
  @net.jqwik.api.Tag("SAF-03")
  void whatIsPlannedIsWhatIsDoneWhenNothingChanges(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 40) Integer> ends,
      @ForAll @IntRange(min = 1, max = 70) int swept,
      @ForAll @IntRange(min = 0, max = 40) int more) {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    for (int i = 0; i < ends.size(); i++) {
      bench.subscription("i" + i, "owner", day(ends.get(i)));
    }
    bench.settleAt(day(swept));
    bench.at(day(swept + more));
    Plan plan = bench.engine.safety().plan();
    assertThat(bench.engine.safety().plan()).isEqualTo(plan);
    PlanReport report = bench.engine.safety().execute(plan);
    assertThat(report.skipped()).isEmpty();
    assertThat(report.steps()).hasSameSizeAs(plan.items());
    for (int i = 0; i < plan.items().size(); i++) {
      Plan.Item planned = plan.items().get(i);
      assertThat(report.steps().get(i).after().key()).isEqualTo(planned.key());
      assertThat(report.steps().get(i).to()).isEqualTo(planned.to());
      assertThat(report.steps().get(i).dueAt()).isEqualTo(planned.dueAt());
      assertThat(report.steps().get(i).rule()).isEqualTo(planned.rule());
    }
    assertThat(bench.engine.safety().execute(plan).steps()).isEmpty();
  }

  /** Somebody has written it by hand, or made it by a clock that was ahead. */
  @Test
  @Tag("SAF-03")
  void whatIsNotDueIsNotDone() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.at(justBefore(day(23)));
    Plan plan =
        new Plan(
            day(23),
            List.of(
                new Plan.Item(
                    key, bench.row(key).version(), InstanceState.PURGING, day(23), "SH-03")));
    PlanReport report = bench.engine.safety().execute(plan);
    assertThat(report.steps()).isEmpty();
    assertThat(report.skipped().values()).containsExactly("it is not due");
    // And the row was not even looked at: nothing is set aside by it.
    assertThat(bench.bin.setAside(key)).isNull();
    bench.at(day(23));
    assertThat(bench.engine.safety().execute(plan).steps()).hasSize(1);
  }

  /** Made on day 23, executed on day 28: by the clock, the host and the rows of day 28. */
  @Test
  @Tag("SAF-02")
  @Tag("SAF-03")
  void aPlanIsExecutedDaysLaterByWhatIsTrueThen() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    Plan plan = Plan.parse(bench.engine.safety().plan().toText());
    bench.at(day(25));
    assertThat(bench.engine.snooze(keys.get(0), day(40), "owner", "holidays").isApplied()).isTrue();
    bench.sightings.put(keys.get(1), Sighting.wanted());
    bench.looks.clear();
    bench.at(day(28));
    PlanReport report = bench.engine.safety().execute(plan);
    assertThat(report.steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.after().key()).isEqualTo(keys.get(2));
              assertThat(step.at()).isEqualTo(day(28));
              assertThat(step.dueAt()).isEqualTo(day(23));
            });
    assertThat(report.skipped()).hasSize(2);
    assertThat(report.skipped().get(plan.items().get(0))).contains("it has changed");
    assertThat(report.skipped().get(plan.items().get(1))).contains("SAF-02");
    assertThat(bench.looks).isNotEmpty();
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(2);
  }
}
