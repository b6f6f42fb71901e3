package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
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
}
