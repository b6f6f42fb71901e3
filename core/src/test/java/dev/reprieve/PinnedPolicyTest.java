package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Answer;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditEntry;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What entered the bin is ruled by the tables under which it entered (ALL-08). */
@Tag("ALL-08")
class PinnedPolicyTest {

  @Test
  void whatLiesInTheBinIsRuledFromTheKeptCopyWhenThePluginHasMovedOn() {
    Bench old = new Bench(Policies.shelf(1, 15, 22));
    InstanceKey key = old.subscription("shelf", "a", day(10));
    old.settleAt(day(10));
    Bench next = new Bench(old, Bench.PROMPT, Policies.shelf(2, 5, 6));

    next.settleAt(justBefore(day(25)));
    assertThat(next.state(key)).isEqualTo(InstanceState.LOCKED);
    next.settleAt(day(25));
    assertThat(next.state(key)).isEqualTo(InstanceState.RETAINED);
    next.settleAt(day(32));

    assertThat(next.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(next.setAside).isEmpty();
  }

  @Test
  void anotherContentUnderTheSameVersionIsRefusedWhenTheEngineIsBuilt() {
    Bench old = new Bench(Policies.shelf(1, 15, 22));

    assertThatThrownBy(() -> new Bench(old, Bench.PROMPT, Policies.shelf(1, 5, 6)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shelf version 1")
        .hasMessageContaining("another version");
  }

  @Test
  void aRepinNeverBringsAPurgeNearerUnlessThatIsSaid() {
    Bench old = new Bench(Policies.shelf(1, 15, 22));
    InstanceKey key = old.subscription("shelf", "a", day(0).plusSeconds(1));
    old.settleAt(day(1));
    old.settleAt(day(20));
    assertThat(old.state(key)).isEqualTo(InstanceState.RETAINED);
    Bench next = new Bench(old, Bench.PROMPT, Policies.shelf(2, 5, 6));

    Answer kept = next.engine.repin(key, "operator", "new terms", false);

    assertThat(kept.isApplied()).isTrue();
    assertThat(next.row(key).policy().version()).isEqualTo(2);
    assertThat(next.row(key).deadline().at()).isEqualTo(day(27));
    AuditEntry last = next.bin.audit(key).get(next.bin.audit(key).size() - 1);
    assertThat(last.by()).isEqualTo("operator");
    assertThat(last.why()).isEqualTo("new terms");
  }

  @Test
  void aRepinThatMayComeSoonerCountsFromTheBeginningOfTheStage() {
    Bench old = new Bench(Policies.shelf(1, 15, 22));
    InstanceKey key = old.subscription("shelf", "a", day(1));
    old.settleAt(day(1));
    old.settleAt(day(20));
    Bench next = new Bench(old, Bench.PROMPT, Policies.shelf(2, 5, 6));

    next.engine.repin(key, "operator", "new terms", true);

    assertThat(next.row(key).deadline().at()).isEqualTo(day(21));
  }

  @Test
  void aRepinThatLengthensTakesEffect() {
    Bench old = new Bench(Policies.shelf(1, 15, 22));
    InstanceKey key = old.subscription("shelf", "a", day(1));
    old.settleAt(day(1));
    Bench next = new Bench(old, Bench.PROMPT, Policies.shelf(2, 40, 80));

    next.engine.repin(key, "operator", "new terms", false);

    assertThat(next.row(key).deadline().at()).isEqualTo(day(41));
    assertThat(next.engine.repin(key, "operator", "again", false).kind())
        .isEqualTo(Answer.Kind.ALREADY_THERE);
  }

  @Test
  void whatLivesIsNotPinned() {
    Bench bench = new Bench(Policies.shelf());
    InstanceKey key = bench.subscription("shelf", "a", day(9));

    assertThat(bench.engine.repin(key, "operator", "why", false).refusal().message())
        .contains("RUNNING");
  }

  @Test
  void theWholeFleetIsComparedBeforeAPolicyIsAdopted() {
    Bench bench = new Bench(Policies.shelf(1, 15, 22));
    InstanceKey locked = bench.subscription("shelf", "a", day(1));
    InstanceKey living = bench.subscription("shelf", "b", day(100));
    bench.subscription("shelf", "c", day(0).plusSeconds(1));
    bench.settleAt(day(1));
    bench.settleAt(day(16));
    bench.settleAt(day(24));
    long before = bench.row(locked).version();

    List<DeadlineDifference> differences = bench.engine.compare(Policies.shelf(2, 15, 30)).toList();

    assertThat(differences)
        .containsExactlyInAnyOrder(
            new DeadlineDifference(living, InstanceState.PURGED, day(122), day(130)));
    assertThat(bench.state(locked)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.row(locked).version()).isEqualTo(before);
  }

  @Test
  void aStageThatWouldComeSoonerSaysSo() {
    Bench bench = new Bench(Policies.shelf(1, 15, 22));
    InstanceKey key = bench.subscription("shelf", "a", day(1));
    bench.settleAt(day(1));
    bench.settleAt(day(16));

    List<DeadlineDifference> differences = bench.engine.compare(Policies.shelf(2, 15, 20)).toList();

    assertThat(differences)
        .containsExactly(new DeadlineDifference(key, InstanceState.PURGED, day(23), day(21)));
    assertThat(differences.get(0).sooner()).isTrue();
  }
}
