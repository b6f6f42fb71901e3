package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.EffectStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing rests on a backup that is not there, or that holds something else. */
@Tag("SAF-06")
@Tag("SAF-13")
class BackupGateTest {
  private final Bench bench = new Bench(Bench.PROMPT, true, Policies.shelf());
  private final InstanceKey key = bench.subscription("shelf", "i1", day(10));

  private void answer(Map<String, String> facts) {
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.done(facts));
  }

  private void release() {
    bench.settleAt(day(10));
    bench.settleAt(day(25));
  }

  private void isNoBackup(String why) {
    release();
    assertThat(bench.askedNames()).doesNotContain("RELEASE_COMPUTE");
    assertThat(bench.bin.openEffects(key).get(0).reason()).contains(why);
    for (int hours = 0; hours < 24 * 20; hours++) {
      bench.settleAt(day(25).plus(Duration.ofHours(hours)));
    }
    assertThat(bench.bin.openEffects(key).get(0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    assertThat(bench.askedNames()).doesNotContain("RELEASE_COMPUTE", "DELETE_DATA");
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.bin.setAside(key).reason()).contains("TAKE_BACKUP").contains(why);
  }

  @Test
  void doneWithoutANameIsNoBackup() {
    answer(Map.of(BackupFacts.HOLDS, "tenant/region/shelf/i1"));
    isNoBackup(BackupFacts.ID);
  }

  @Test
  void aBlankNameIsNone() {
    answer(Map.of(BackupFacts.ID, "  ", BackupFacts.HOLDS, "tenant/region/shelf/i1"));
    isNoBackup(BackupFacts.ID);
  }

  @Test
  void whatItHoldsMustBeSaid() {
    answer(Map.of(BackupFacts.ID, "b-1"));
    isNoBackup(BackupFacts.HOLDS);
  }

  @Test
  void theBackupOfAnotherInstanceIsNone() {
    answer(BackupFacts.of("b-1", Snapshots.key("shelf", "i2")));
    isNoBackup("i2");
  }

  /** The id alone names nothing: all four do (OWN-01). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "another tenant/region/shelf/i1",
        "tenant/another region/shelf/i1",
        "tenant/region/redis/i1",
        "another tenant/another region/redis/i1"
      })
  @Tag("OWN-01")
  void theBackupOfAnotherWithTheSameIdIsNone(String other) {
    String[] parts = other.split("/");
    answer(BackupFacts.of("b-1", new InstanceKey(parts[0], parts[1], parts[2], parts[3])));
    isNoBackup(other);
  }

  @Test
  @Tag("OWN-01")
  void anIdThatIsSaidWithoutTheRestNamesNoInstance() {
    answer(Map.of(BackupFacts.ID, "b-1", BackupFacts.HOLDS, "i1"));
    isNoBackup("holds i1");
  }

  /** No slash and no percent sign in a part makes two instances one. */
  @Test
  @Tag("OWN-01")
  void noIdPassesForTheTextOfAnother() {
    List<InstanceKey> keys =
        List.of(
            new InstanceKey("a", "b", "c", "d/e"),
            new InstanceKey("a", "b", "c/d", "e"),
            new InstanceKey("a", "b/c", "d", "e"),
            new InstanceKey("a/b", "c", "d", "e"),
            new InstanceKey("a", "b", "c", "d%2Fe"),
            new InstanceKey("a", "b", "c", "d%252Fe"));
    assertThat(keys).extracting(key -> BackupFacts.of("b-1", key)).doesNotHaveDuplicates();
    assertThat(BackupFacts.of("b-1", keys.get(0)))
        .containsEntry(BackupFacts.HOLDS, "a/b/c/d%2Fe")
        .doesNotContainKey(BackupFacts.IDENTITY);
    assertThat(BackupFacts.of("b-1", keys.get(4)))
        .containsEntry(BackupFacts.HOLDS, "a/b/c/d%252Fe");
  }

  private InstanceKey identified() {
    return bench.registered(
        Registration.of(Snapshots.key("shelf", "i9"), "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(10))
            .identity("uid-1")
            .unprotected());
  }

  private void isNoBackupOfI9(Map<String, String> facts, String why) {
    InstanceKey other = identified();
    answer(facts);
    release();
    assertThat(bench.asked)
        .filteredOn(request -> request.instance().key().equals(other))
        .extracting(request -> request.effect().type().name())
        .contains("TAKE_BACKUP")
        .doesNotContain("RELEASE_COMPUTE");
    assertThat(bench.bin.openEffects(other).get(0).reason()).contains(why);
  }

  @Test
  @Tag("SAF-14")
  void whatWasRegisteredWithAnIdentityIsSavedByABackupOfThatIncarnation() {
    InstanceKey other = identified();
    answer(BackupFacts.of("b-1", other, "uid-1"));
    release();
    assertThat(bench.asked)
        .filteredOn(request -> request.instance().key().equals(other))
        .extracting(request -> request.effect().type().name())
        .contains("RELEASE_COMPUTE");
  }

  @Test
  @Tag("SAF-14")
  void theBackupOfAnotherIncarnationIsNone() {
    isNoBackupOfI9(BackupFacts.of("b-1", Snapshots.key("shelf", "i9"), "uid-0"), "uid-0");
  }

  @Test
  @Tag("SAF-14")
  void aBackupOfWhatHasAnIdentityNamesIt() {
    isNoBackupOfI9(BackupFacts.of("b-1", Snapshots.key("shelf", "i9"), null), BackupFacts.IDENTITY);
  }

  @Test
  @Tag("SAF-14")
  void aBlankIdentityIsNone() {
    isNoBackupOfI9(BackupFacts.of("b-1", Snapshots.key("shelf", "i9"), " "), BackupFacts.IDENTITY);
  }

  /** The host knows more than was registered: nothing is held against it. */
  @Test
  @Tag("SAF-14")
  void whatWasRegisteredWithoutAnIdentityNeedsNone() {
    answer(BackupFacts.of("b-1", key, "uid-5"));
    release();
    assertThat(bench.askedNames()).contains("RELEASE_COMPUTE");
  }

  @Test
  void theBackupOfThisInstanceLetsTheReleaseAndThePurgeGo() {
    answer(BackupFacts.of("b-1", key));
    release();
    assertThat(bench.askedNames()).contains("RELEASE_COMPUTE");
    bench.settleAt(day(32));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void anAnswerFromOutsideIsHeldToItToo() {
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.working(day(90), "job"));
    release();
    EffectKey backup = bench.bin.openEffects(key).get(0).effect().key();
    bench.engine.complete(backup, EffectResult.done());
    assertThat(bench.bin.effect(backup).reason()).contains(BackupFacts.ID);
    bench.engine.complete(backup, EffectResult.done(BackupFacts.of("b-1", key)));
    assertThat(bench.bin.effect(backup)).isNull();
  }

  @Test
  void whereNoneCanBeMadeAnOperatorIsWaitedForAtOnce() {
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.impossible("the disk is gone"));
    release();
    assertThat(bench.asked)
        .filteredOn(request -> request.effect().type().name().equals("TAKE_BACKUP"))
        .hasSize(1);
    assertThat(bench.bin.openEffects(key).get(0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    assertThat(bench.bin.openEffects(key).get(0).reason()).isEqualTo("the disk is gone");
    bench.settleAt(day(40));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    EffectKey backup = bench.bin.openEffects(key).get(0).effect().key();
    Answer refused = bench.engine.dismiss(backup, "operator", "never mind");
    assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.bin.effect(backup)).isNotNull();
    bench.engine.complete(backup, EffectResult.done(BackupFacts.of("b-by-hand", key)));
    bench.settleAt(bench.engine.nextSweepAt());
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void anOwnerWhoDestroysNeedsNoBackupAndTheOperatorDropsIt() {
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.impossible("the disk is gone"));
    release();
    bench.report(key, Operation.DESTROY);
    bench.settleAt(day(26));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    EffectKey backup = bench.bin.openEffects(key).get(0).effect().key();
    assertThat(bench.engine.dismiss(backup, "operator", "destroyed").isApplied()).isTrue();
    bench.settleAt(day(26));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("ALL-16")
  void aRebuildThatWasGivenUpHoldsThePurgeUntilItIsDismissed() {
    answer(BackupFacts.of("b-1", key));
    release();
    bench.answers.put("CREATE_INSTANCE", request -> EffectResult.impossible("no quota"));
    bench.engine.report(
        key, Event.builder(Operation.REBUILD, day(25)).newId("n1").until(day(90)).build());
    bench.settleAt(day(26));
    bench.settleAt(day(40));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.bin.setAside(key).reason())
        .contains("CREATE_INSTANCE")
        .contains("given up")
        .contains("no quota");
    EffectKey creation = bench.bin.openEffects(key).get(0).effect().key();
    assertThat(bench.engine.dismiss(creation, "operator", " ").refusal().code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(bench.engine.dismiss(creation, "operator", "abandoned").isApplied()).isTrue();
    assertThat(bench.bin.audit(key))
        .anySatisfy(
            line -> {
              assertThat(line.outcome()).isEqualTo("DROPPED");
              assertThat(line.cause()).isEqualTo("CREATE_INSTANCE");
              assertThat(line.by()).isEqualTo("operator");
              assertThat(line.why()).isEqualTo("abandoned");
            });
    bench.settleAt(bench.engine.nextSweepAt());
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void whatDestroysDataIsNeverDismissedNorIsWhatWasNotGivenUp() {
    answer(BackupFacts.of("b-1", key));
    release();
    bench.answers.put("DELETE_DATA", request -> EffectResult.impossible("no such disk"));
    bench.settleAt(day(32));
    EffectKey deletion = bench.bin.openEffects(key).get(0).effect().key();
    assertThat(bench.engine.dismiss(deletion, "operator", "gone").refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    EffectKey notice =
        bench.bin.openEffects(key).get(bench.bin.openEffects(key).size() - 1).effect().key();
    assertThat(bench.engine.dismiss(notice, "operator", "silent").refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    EffectKey nowhere = new EffectKey(key, 99, 0);
    assertThat(bench.engine.dismiss(nowhere, "operator", "x").refusal().code())
        .isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
  }
}
