package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.RestoreCheck;
import dev.reprieve.guard.RestoreCheck.Finding;
import dev.reprieve.guard.RestoreCheck.Need;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said before something is brought back (SAF-08). */
@Tag("SAF-08")
class RestoreCheckTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
  private final List<InstanceKey> asked = new ArrayList<>();

  private static Map<Need, Finding> allWell() {
    Map<Need, Finding> found = new EnumMap<>(Need.class);
    for (Need need : Need.values()) {
      found.put(need, Finding.OK);
    }
    return found;
  }

  private Reprieve engine(RestoreCheck host) {
    return new GuardBench(
            bench,
            Safeguards.none(),
            builder ->
                builder.restoreCheck(
                    (instance, event) -> {
                      asked.add(instance.key());
                      return host.check(instance, event);
                    }))
        .engine;
  }

  /** In the bin, with a label that a rebuild of a shelf does not bring back. */
  private InstanceKey inTheBin() {
    InstanceKey key = Snapshots.key("shelf", "i");
    bench.engine.register(
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(1))
            .attributes(Attributes.ofTexts(Map.of("label", "blue")))
            .unprotected());
    bench.intoTheBin();
    return key;
  }

  private static Event rebuild() {
    return Event.builder(Operation.REBUILD, day(16)).newId("new").until(day(100)).build();
  }

  @Test
  void whatIsClearSaysWhatWillNotComeBackAndChangesNothing() {
    InstanceKey key = inTheBin();
    long version = bench.row(key).version();
    RestorePreview preview = engine((instance, event) -> allWell()).restoreCheck(key, rebuild());
    assertThat(preview.isClear()).isTrue();
    assertThat(preview.refusal()).isNull();
    assertThat(preview.key()).isEqualTo(key);
    assertThat(preview.notCarried()).containsExactly(Map.entry("label", "blue"));
    assertThat(asked).containsExactly(key);
    assertThat(bench.row(key).version()).isEqualTo(version);
    assertThat(bench.bin.find(key.withId("new"))).isNull();
  }

  @Test
  void everyObstacleIsSaidAtOnceBesideWhatTheRulesRefuse() {
    InstanceKey key = inTheBin();
    Map<Need, Finding> found = allWell();
    found.put(Need.FUNDS, Finding.obstacle("12 days are unpaid"));
    found.put(Need.QUOTA, Finding.obstacle("no room for one more"));
    Reprieve engine = engine((instance, event) -> found);
    RestorePreview rules = engine.restoreCheck(key, Event.renew(day(16), day(100)));
    assertThat(rules.refusal().operation()).isEqualTo(Operation.RENEW);
    assertThat(rules.isClear()).isFalse();
    assertThat(rules.obstacles())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Need.FUNDS, "12 days are unpaid", Need.QUOTA, "no room for one more"));
    RestorePreview host = engine.restoreCheck(key, rebuild());
    assertThat(host.answer().isApplied()).isTrue();
    assertThat(host.isClear()).isFalse();
  }

  /** No answer is no yes, whatever the reason. */
  @Test
  @Tag("SAF-13")
  void whatNobodyAnswersIsAnObstacle() {
    InstanceKey key = inTheBin();
    RestoreCheck broken =
        (instance, event) -> {
          throw new IllegalStateException("out of order");
        };
    for (RestoreCheck silent :
        List.<RestoreCheck>of(broken, (instance, event) -> Map.of(), (instance, event) -> null)) {
      RestorePreview preview = engine(silent).restoreCheck(key, rebuild());
      assertThat(preview.obstacles()).containsOnlyKeys(Need.values());
      assertThat(preview.obstacles().get(Need.BACKUP)).contains("did not answer", "BACKUP");
      assertThat(preview.isClear()).isFalse();
    }
    Map<Need, Finding> partial = allWell();
    partial.remove(Need.KEY);
    assertThat(engine((instance, event) -> partial).restoreCheck(key, rebuild()).obstacles())
        .containsOnlyKeys(Need.KEY);
    RestorePreview nobody = bench.engine.restoreCheck(key, rebuild());
    assertThat(nobody.obstacles()).containsOnlyKeys(Need.values());
    assertThat(nobody.obstacles().get(Need.NAME)).contains("no restoreCheck");
    assertThatThrownBy(() -> Finding.obstacle(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofWhatIsNotThereOrGoneTheHostIsNotAsked() {
    InstanceKey key = inTheBin();
    bench.settleAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    Reprieve engine = engine((instance, event) -> allWell());
    for (InstanceKey none : List.of(key, key.withId("nobody"))) {
      RestorePreview preview = engine.restoreCheck(none, rebuild());
      assertThat(preview.refusal()).isNotNull();
      assertThat(preview.isClear()).isFalse();
      assertThat(preview.obstacles()).isEmpty();
    }
    assertThat(asked).isEmpty();
  }
}
