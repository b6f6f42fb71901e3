package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Child;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes with an instance goes at its deadline, and before it. */
@Tag("SAF-19")
class ChildrenTest {
  private final Bench bench = new Bench(Policies.shelf());
  private final InstanceKey key =
      bench.registered(
          Registration.of(key("shelf", "i1"), "owner", BillingMode.SUBSCRIPTION)
              .expiresAt(day(10))
              .child("disk", "d-1")
              .child("shard", "s-1")
              .unprotected());

  private void retained() {
    bench.settleAt(day(10));
    bench.settleAt(day(25));
    bench.asked.clear();
  }

  @Test
  void eachIsDeletedInOrderBeforeItsParent() {
    retained();
    assertThat(bench.askedNames()).doesNotContain("DELETE_CHILD");
    bench.settleAt(day(32));
    assertThat(bench.askedNames())
        .containsExactly(
            "DELETE_CHILD",
            "DELETE_CHILD",
            "DELETE_ALL_BACKUPS",
            "DELETE_DATA",
            "acme:SHRED",
            "NOTIFY_OWNER");
    assertThat(bench.asked.subList(0, 2))
        .extracting(request -> request.effect().details())
        .containsExactly(Map.of("kind", "disk", "id", "d-1"), Map.of("kind", "shard", "id", "s-1"));
    assertThat(bench.asked.get(0).effect().type().destructive()).isTrue();
  }

  @Test
  void theyGoBeforeTheMachineWhereTheDataIsOnIt() {
    bench.settleAt(day(10));
    bench.asked.clear();
    bench.report(key, Operation.DESTROY);
    bench.settleAt(day(10));
    assertThat(bench.askedNames())
        .startsWith("DELETE_CHILD", "DELETE_CHILD", "RELEASE_COMPUTE", "DELETE_ALL_BACKUPS");
  }

  @Test
  void theParentWaitsForAChildThatCannotBeDeleted() {
    retained();
    bench.answers.put("DELETE_CHILD", request -> EffectResult.failed("in use"));
    bench.settleAt(day(32));
    assertThat(bench.askedNames()).containsExactly("DELETE_CHILD");
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** One of two children had gone, and by its name both seemed to wait. */
  @Test
  @Tag("ALL-10")
  void aHoldNamesTheChildThatHasGone() {
    retained();
    bench.sweepAt(day(32));
    bench.engine.deliver(1);
    assertThat(bench.report(key, Operation.HOLD).handedOut()).containsExactly("DELETE_CHILD");
  }

  @Test
  @Tag("ALL-15")
  void aHoldWithholdsThem() {
    retained();
    bench.sweepAt(day(32));
    bench.report(key, Operation.HOLD);
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
  }

  @Test
  void theyAreChangedUntilThePurgeBegins() {
    Answer changed =
        bench.engine.setChildren(key, List.of(new Child("disk", "d-2")), "ops", "moved");
    assertThat(changed.isApplied()).isTrue();
    assertThat(bench.row(key).children()).containsExactly(new Child("disk", "d-2"));
    assertThat(bench.bin.audit(key))
        .anySatisfy(
            line -> {
              assertThat(line.cause()).isEqualTo("SET_CHILDREN");
              assertThat(line.by()).isEqualTo("ops");
            });
    assertThat(bench.engine.setChildren(key, List.of(new Child("disk", "d-2")), "ops", "x").kind())
        .isEqualTo(Answer.Kind.ALREADY_THERE);
    retained();
    bench.sweepAt(day(32));
    assertThat(bench.engine.setChildren(key, List.of(), "ops", "x").refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.engine.setChildren(key("shelf", "no"), List.of(), "o", "x").refusal().code())
        .isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
  }

  @Test
  @Tag("SCN-11")
  void aRebuildDoesNotCopyThem() {
    retained();
    bench.engine.report(
        key, Event.builder(Operation.REBUILD, day(25)).newId("n1").until(day(90)).build());
    assertThat(bench.row(key("shelf", "n1")).children()).isEmpty();
    assertThat(bench.row(key).children()).hasSize(2);
  }

  @Test
  @Tag("ADO-04")
  @Tag("SAF-14")
  void theyAndTheIdentityAreFactsOfAnAdoption() {
    Registration.Builder disk =
        Registration.of(key("shelf", "old"), "owner", BillingMode.PAY_AS_YOU_GO).identity("uuid-1");
    bench.engine.adopt(
        Adoption.of(disk.child("disk", "d").unprotected(), InstanceState.RETAINED).build());
    assertThat(bench.row(key("shelf", "old")).children()).containsExactly(new Child("disk", "d"));
    assertThat(bench.row(key("shelf", "old")).identity()).isEqualTo("uuid-1");
    assertThat(
            bench
                .engine
                .adopt(
                    Adoption.of(disk.identity("uuid-2").unprotected(), InstanceState.RETAINED)
                        .build())
                .refusal()
                .code())
        .isEqualTo(RefusalCode.DIFFERENT_FACTS);
    assertThatThrownBy(() -> new Child(" ", "x")).hasMessageContaining("blank");
  }
}
