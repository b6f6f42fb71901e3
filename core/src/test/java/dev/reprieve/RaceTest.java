package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes of it when somebody else was faster, once or always. */
class RaceTest {
  private final Bench bench = new Bench(Policies.shelf());
  private int conflicts;
  private int commits;
  private final Reprieve engine =
      Reprieve.builder(bench)
          .repository(losing(bench.bin))
          .safeguards(Safeguards.none())
          .policies(Policies.shelf())
          .settings(Bench.PROMPT)
          .backoff(Bench.BACKOFF)
          .listener(bench)
          .build();

  /** The store, but for so many commits that come too late. */
  private RecycleBinRepository losing(RecycleBinRepository bin) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                commits++;
                if (conflicts > 0) {
                  conflicts--;
                  return Commit.Result.CONFLICT;
                }
              }
              try {
                return method.invoke(bin, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private void loses(int times) {
    conflicts = times;
    commits = 0;
  }

  private static Registration registration() {
    return Registration.of(key("shelf", "i1"), "owner", BillingMode.SUBSCRIPTION)
        .expiresAt(day(10))
        .unprotected();
  }

  private InstanceKey registered() {
    return engine.register(registration()).key();
  }

  @Test
  void aRegistrationIsDecidedAnewUntilItGivesUp() {
    loses(15);
    assertThat(engine.register(registration()).isApplied()).isTrue();
    assertThat(commits).isEqualTo(16);
    Bench other = new Bench(Policies.shelf());
    assertThat(other.bin.find(key("shelf", "i1"))).isNull();
  }

  @Test
  void aRegistrationThatAlwaysLosesSaysSo() {
    loses(1000);
    Answer answer = engine.register(registration());
    assertThat(answer.kind()).isEqualTo(Answer.Kind.LOST_RACE);
    assertThat(commits).isEqualTo(16);
    assertThat(bench.bin.find(key("shelf", "i1"))).isNull();
    assertThat(bench.decisions).isEmpty();
  }

  @Test
  void anEventIsDecidedAnewAndOneThatAlwaysLosesSaysSoAndTellsNobody() {
    InstanceKey key = registered();
    loses(15);
    assertThat(engine.report(key, Event.of(Operation.STOP, START)).isApplied()).isTrue();
    assertThat(commits).isEqualTo(16);
    bench.decisions.clear();
    loses(1000);
    assertThat(engine.report(key, Event.of(Operation.START, START)).kind())
        .isEqualTo(Answer.Kind.LOST_RACE);
    assertThat(commits).isEqualTo(16);
    loses(1000);
    assertThat(engine.report(key, Event.of(Operation.DESTROY, START)).kind())
        .isEqualTo(Answer.Kind.LOST_RACE);
    assertThat(bench.decisions).isEmpty();
    assertThat(bench.refusals).isEmpty();
    assertThat(bench.state(key)).isEqualTo(InstanceState.STOPPED);
    loses(1);
    assertThat(engine.report(key, Event.of(Operation.DESTROY, START)).kind())
        .isEqualTo(Answer.Kind.REFUSED);
    assertThat(bench.refusals).hasSize(1);
  }

  @Test
  void aSweepThatLosesGoesOnAndLooksAgainNextTime() {
    InstanceKey key = registered();
    InstanceKey other =
        engine
            .register(
                Registration.of(key("shelf", "i2"), "owner", BillingMode.SUBSCRIPTION)
                    .expiresAt(day(10))
                    .unprotected())
            .key();
    bench.at(day(10));
    loses(1);
    SweepReport report = engine.sweep();
    assertThat(report.lostRaces()).isEqualTo(1);
    assertThat(report.steps()).hasSize(1);
    assertThat(report.setAside()).isZero();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.state(other)).isEqualTo(InstanceState.LOCKED);
    assertThat(engine.sweep().steps()).hasSize(1);
  }

  @Test
  void whatWasLostCountsAgainstTheLimitOfASweep() {
    for (int i = 0; i < 4; i++) {
      engine.register(
          Registration.of(key("shelf", "i" + i), "owner", BillingMode.SUBSCRIPTION)
              .expiresAt(day(10))
              .unprotected());
    }
    bench.at(day(10));
    loses(2);
    SweepReport report = engine.sweep(3);
    assertThat(report.lostRaces()).isEqualTo(2);
    assertThat(report.steps()).hasSize(1);
    assertThat(report.more()).isTrue();
  }

  @Test
  @Tag("ALL-09")
  void anAnswerIsWrittenAnewWhereSomebodyElseChangedTheRow() {
    InstanceKey key = registered();
    bench.at(day(10));
    engine.sweep();
    loses(63);
    assertThat(engine.deliver(1).done()).isEqualTo(1);
    assertThat(commits).isEqualTo(64);
    loses(1000);
    assertThat(engine.deliver(1)).isEqualTo(new DeliveryReport(0, 0, 0, 0, 0, 0, 0));
    assertThat(commits).isEqualTo(64);
    loses(0);
    assertThat(bench.bin.openEffects(key).get(0).status()).isEqualTo(EffectStatus.CLAIMED);
    // It goes out again once its lease has run out.
    assertThat(engine.deliver().handedOut()).isZero();
    bench.at(day(10).plus(Duration.ofMinutes(5)));
    assertThat(engine.deliver().done()).isEqualTo(2);
    assertThat(bench.asked.get(2).attempt()).isEqualTo(2);
  }

  @Test
  void aRetryThatLosesSaysSo() {
    InstanceKey key = registered();
    bench.at(day(10));
    engine.sweep();
    EffectKey lock = bench.bin.openEffects(key).get(0).effect().key();
    loses(1);
    assertThat(engine.retry(lock)).isFalse();
    assertThat(engine.retry(lock)).isTrue();
    loses(1000);
    assertThat(engine.complete(lock, EffectResult.done())).isFalse();
    loses(0);
    assertThat(engine.complete(lock, EffectResult.done())).isTrue();
  }

  @Test
  void theReportOfADeliveryAddsUp() {
    assertThat(new DeliveryReport(1, 2, 4, 8, 16, 32, 64).handedOut()).isEqualTo(47);
  }

  @Test
  void whatWasLostLeavesNoRoomForWhatIsDueAgain() {
    Reprieve runner =
        Reprieve.builder(bench)
            .repository(losing(bench.bin))
            .safeguards(Safeguards.none())
            .policies(Policies.runner())
            .settings(Bench.PROMPT)
            .build();
    for (String id : new String[] {"a", "b", "c"}) {
      runner.register(
          Registration.of(key("runner", id), "owner", BillingMode.SUBSCRIPTION)
              .expiresAt(day(10))
              .unprotected());
    }
    bench.at(day(40));
    loses(1);
    SweepReport report = runner.sweep(4);
    assertThat(report.lostRaces()).isEqualTo(1);
    assertThat(report.steps())
        .extracting(step -> step.after().key().id())
        .containsExactly("b", "c", "a");
    assertThat(report.more()).isTrue();
  }
}
