package dev.reprieve.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Target;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final RetentionPolicy POLICY =
      RetentionPolicy.builder("cellar", 1)
          .billing(BillingMode.SUBSCRIPTION, BillingMode.PAY_AS_YOU_GO)
          .profile(
              "CELLAR",
              RetentionTable.table(
                      "all",
                      Condition.always(),
                      Handling.builder()
                          .permits(
                              InstanceState.RUNNING, "CE-01", Operation.RENEW, Operation.SETTLE)
                          .entering(
                              InstanceState.LOCKED, EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER)
                          .permits(InstanceState.LOCKED, "CE-01", Operation.RENEW, Operation.SETTLE)
                          .doing(EffectType.UNLOCK_ACCESS)
                          .entering(
                              InstanceState.RETAINED,
                              EffectType.TAKE_BACKUP,
                              EffectType.NOTIFY_OWNER)
                          .permits(InstanceState.RETAINED, "CE-02", Operation.DESTROY)
                          .permits(InstanceState.RETAINED, "CE-03", Operation.RESTORE)
                          .to(Target.RUNNING)
                          .doing(EffectType.UNLOCK_ACCESS)
                          .onRelease(
                              "CE-04", Duration.ofDays(7), "CE-04", BillingMode.PAY_AS_YOU_GO)
                          .purging(
                              EffectType.DELETE_ALL_BACKUPS,
                              EffectType.DELETE_DATA,
                              EffectType.NOTIFY_OWNER)
                          .build())
                  .fromDay(1, InstanceState.LOCKED, "CE-05")
                  .fromDay(4, InstanceState.RETAINED, "CE-06")
                  .fromDay(9, InstanceState.PURGED, "CE-07"))
          .build();

  private static final World WORLD =
      World.of(
          List.of(
              new Breed(POLICY, "CELLAR", BillingMode.SUBSCRIPTION, Attributes.empty()),
              new Breed(POLICY, "CELLAR", BillingMode.PAY_AS_YOU_GO, Attributes.empty())));

  @Test
  @Tag("ALL-01")
  void aSoundEngineBreaksNothing() {
    for (long seed = 1; seed <= 500; seed++) {
      Outcome outcome = WORLD.run(seed);
      assertThat(outcome.broken()).as("seed %s: %s", seed, outcome.how()).isNull();
    }
  }

  @Test
  void aSeedIsTheSameWorldEachTime() {
    for (long seed = 1; seed <= 50; seed++) {
      Outcome once = WORLD.tell(seed);
      assertThat(WORLD.tell(seed)).isEqualTo(once);
      assertThat(WORLD.run(seed).tally()).isEqualTo(once.tally());
      assertThat(once.story()).isNotEmpty();
    }
  }

  @Test
  void aSoundSeedHasNothingToShrink() {
    assertThatThrownBy(() -> WORLD.shrink(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed 1 breaks nothing");
    assertThatThrownBy(() -> World.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStoreThatForgetsToCompareIsFoundAndItsHistoryIsShrunk() {
    World world =
        WORLD.over(
            clock ->
                lying(
                    clock,
                    "commit",
                    answer -> answer == Commit.Result.CONFLICT ? Commit.Result.COMMITTED : answer));
    Outcome found = firstBroken(world, "a row was overwritten that had changed");
    assertThat(found.how()).contains("which expected");
    Outcome shrunk = world.shrink(found.seed());
    assertThat(shrunk.broken()).isEqualTo(found.broken());
    assertThat(shrunk.story().size()).isLessThan(world.tell(found.seed()).story().size());
    assertThat(shrunk.story().get(shrunk.story().size() - 1)).contains("BROKEN");
  }

  @Test
  void aStoreThatCallsNothingDueIsFound() {
    World world = WORLD.over(clock -> lying(clock, "due", answer -> List.of()));
    assertThat(firstBroken(world, "what is due is not done").isSound()).isFalse();
  }

  @Test
  void aStoreThatLosesItsTrailIsFound() {
    World world = WORLD.over(clock -> lying(clock, "audit", answer -> List.of()));
    assertThat(firstBroken(world, "the trail is not what was written").isSound()).isFalse();
  }

  /** A store that answers one question wrongly. */
  private static RecycleBinRepository lying(
      InstantSource clock, String question, UnaryOperator<Object> lie) {
    RecycleBinRepository truthful = RecycleBinRepository.inMemory(clock);
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            WorldTest.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(truthful, arguments);
                return method.getName().equals(question) && arguments != null
                    ? lie.apply(answer)
                    : answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static Outcome firstBroken(World world, String promise) {
    return LongStream.rangeClosed(1, 2_000)
        .mapToObj(world::run)
        .filter(outcome -> promise.equals(outcome.broken()))
        .findFirst()
        .orElseThrow();
  }
}
