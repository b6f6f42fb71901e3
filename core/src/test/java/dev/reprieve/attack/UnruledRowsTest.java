package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Observation;
import dev.reprieve.Reconciliation;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A later policy may need an attribute that older rows do not have (ALL-13). */
class UnruledRowsTest {
  private static RetentionPolicy demanding() {
    return RetentionPolicy.builder("shelf", 2)
        .billing(BillingMode.SUBSCRIPTION, BillingMode.PAY_AS_YOU_GO)
        .requires(Policies.KEEPING)
        .profile(
            "SHELF",
            RetentionTable.table("kept", Policies.KEEPING.is(Policies.Keeping.KEEP), handling())
                .fromDay(1, InstanceState.LOCKED, "SH-01")
                .fromDay(16, InstanceState.RETAINED, "SH-02")
                .withoutEnd("SH-03"),
            RetentionTable.table("gone", Policies.KEEPING.is(Policies.Keeping.DELETE), handling())
                .fromDay(1, InstanceState.LOCKED, "SH-01")
                .fromDay(16, InstanceState.RETAINED, "SH-02")
                .fromDay(23, InstanceState.PURGED, "SH-03"))
        .build();
  }

  private static Observation seen(InstanceKey key, InstanceState state) {
    return new Observation(key, state, null, null, null, Attributes.empty());
  }

  private static Handling handling() {
    return Handling.builder()
        .entering(InstanceState.LOCKED, EffectType.LOCK_ACCESS)
        .permits(InstanceState.LOCKED, "SH-01", Operation.RENEW, Operation.SETTLE)
        .doing(EffectType.UNLOCK_ACCESS)
        .purging(EffectType.DELETE_DATA)
        .build();
  }

  /** One of them made the whole reconciliation fail. */
  @Test
  @Tag("ALL-13")
  @Tag("SAF-11")
  void oneThatNoTableRulesIsReconciledAsItIsRecorded() {
    Bench before = new Bench(Policies.shelf());
    InstanceKey locked = before.subscription("shelf", "a", day(1));
    before.settleAt(day(1));
    InstanceKey live = before.subscription("shelf", "b", day(9));
    Bench after = new Bench(before, Bench.PROMPT, demanding());
    Reconciliation answer =
        after.engine.reconcile(
            Stream.of(seen(live, InstanceState.RUNNING), seen(locked, InstanceState.LOCKED)));
    assertThat(answer.same()).containsExactly(live, locked);
  }
}
