package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Registration;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody agrees to one thing and has another one done, and no ask is lost (SAF-20). */
class TwoPrincipalsTest {
  private static final Safeguards ALL =
      GuardBench.purges(GuardBench.ONE_A_DAY).secondLook(SecondLook.values()).build();

  private final GuardBench bench = new GuardBench(ALL);

  private InstanceKey inTheBin() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    return key;
  }

  private void ask(InstanceKey key, Event.Builder event) {
    assertThat(bench.engine.report(key, event.by("mallory").build()).isApplied()).isFalse();
  }

  /**
   * One wrote "tenant/a/region/shelf/i" for both, and the second ask took the first one's place.
   */
  @Test
  @Tag("SAF-20")
  void asksOfTwoInstancesWhoseKeysReadAlikeAreTwo() {
    List<InstanceKey> keys =
        List.of(
            new InstanceKey("tenant/a", "region", "shelf", "i"),
            new InstanceKey("tenant", "a/region", "shelf", "i"));
    for (InstanceKey key : keys) {
      bench.engine.register(
          Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(1)).unprotected());
    }
    bench.intoTheBin();
    keys.forEach(key -> ask(key, Event.builder(Operation.DESTROY, day(16))));
    assertThat(bench.bin.asks()).extracting(PendingAsk::key).containsExactlyElementsOf(keys);
  }

  /** What stands in one argument went on in the next: the same words, and the same id. */
  @Test
  @Tag("SAF-20")
  void whatWasShownIsNotReplacedByWhatReadsAlike() {
    InstanceKey key = inTheBin();
    bench.engine.report(key, Event.builder(Operation.HOLD, day(16)).name("legal").build());
    Instant late = day(1000);
    Instant soon = day(17);
    Event.Builder shown =
        Event.builder(Operation.HOLD, day(16))
            .id("e\n" + soon + "\nx")
            .until(late)
            .newId("y")
            .name("legal");
    Event.Builder meant =
        Event.builder(Operation.HOLD, day(16))
            .id("e")
            .until(soon)
            .newId("x\n" + late + "\ny")
            .name("legal");
    ask(key, shown);
    String id = bench.bin.asks().get(0).id();
    ask(key, meant);
    assertThat(bench.bin.asks()).hasSize(2);
    bench.engine.safety().approve(id, "bob");
    assertThat(bench.row(key).holds().latestEnd()).isEqualTo(late);
  }

  /** To lift the hold that is named "null" is not to lift all. */
  @Test
  @Tag("SAF-20")
  void aNameIsNotTheWordForNone() {
    InstanceKey key = inTheBin();
    bench.engine.report(key, Event.builder(Operation.HOLD, day(16)).name("null").build());
    ask(key, Event.builder(Operation.UNHOLD, day(16)).name("null"));
    ask(key, Event.builder(Operation.UNHOLD, day(16)));
    assertThat(bench.bin.asks()).hasSize(2);
  }

  @Test
  @Tag("SAF-20")
  void anAskThatLostEveryRaceStillWaits() {
    InstanceKey key = inTheBin();
    ask(key, Event.builder(Operation.DESTROY, day(16)));
    boolean[] busy = {true};
    RecycleBinRepository contended =
        GuardBench.through(
            bench.bin,
            method -> {
              if (busy[0] && method.equals("confirmedBy")) {
                bench.report(key, Operation.PROTECT);
                bench.report(key, Operation.UNPROTECT);
              }
            });
    GuardBench second = new GuardBench(bench, contended, ALL);
    String id = bench.bin.asks().get(0).id();
    assertThat(second.engine.safety().approve(id, "bob").kind()).isEqualTo(Answer.Kind.LOST_RACE);
    busy[0] = false;
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(second.engine.safety().approve(id, "bob").isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }
}
