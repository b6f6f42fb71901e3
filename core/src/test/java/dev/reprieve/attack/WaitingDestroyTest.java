package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Registration;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A DESTROY that was recorded and waits for a safeguard (SAF-01), and what is said meanwhile. */
class WaitingDestroyTest {
  private static final Handling HANDLING =
      Handling.builder()
          .permits(RUNNING, "VA-1", Operation.RENEW)
          .entering(LOCKED, EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER)
          .permits(LOCKED, "VA-1", Operation.RENEW)
          .doing(EffectType.UNLOCK_ACCESS)
          .permits(LOCKED, "VA-2", Operation.DESTROY)
          .entering(RETAINED, EffectType.TAKE_BACKUP, EffectType.NOTIFY_OWNER)
          .permits(RETAINED, "VA-2", Operation.DESTROY)
          .purging(EffectType.DELETE_ALL_BACKUPS, EffectType.DELETE_DATA)
          .build();

  /** What is kept is not destroyed, locked or not, as MDB-08 has it. Product "vault". */
  private static RetentionPolicy vault() {
    return RetentionPolicy.builder("vault", 1)
        .billing(BillingMode.SUBSCRIPTION)
        .requires(Policies.KEEPING)
        .profile(
            "VAULT",
            RetentionTable.table("kept", Policies.KEEPING.is(Keeping.KEEP), HANDLING)
                .fromDay(1, LOCKED, "VA-1")
                .fromDay(16, RETAINED, "VA-2")
                .withoutEnd("VA-3"),
            RetentionTable.table("deleted", Policies.KEEPING.is(Keeping.DELETE), HANDLING)
                .fromDay(1, LOCKED, "VA-1")
                .fromDay(16, RETAINED, "VA-2")
                .fromDay(23, PURGED, "VA-4"))
        .refuses(
            Operation.DESTROY,
            Policies.KEEPING.is(Keeping.KEEP),
            RefusalCode.BACKUP_POLICY_KEEPS_DATA,
            "VA-5",
            "it keeps its data")
        .changes(
            Policies.KEEPING,
            Policies.CHANGE_KEEPING,
            Policies.KEEPING.is(Keeping.KEEP).or(Policies.KEEPING.is(Keeping.DELETE)),
            Duration.ofDays(7),
            "VA-6")
        .build();
  }

  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED, vault());
  private final InstanceKey key = Snapshots.key("vault", "i");

  /** Locked on day 1, and to be destroyed since day 2: the host holds it back. */
  private void destroyWaits() {
    bench.engine.register(
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION)
            .attributes(Attributes.empty().with(Policies.KEEPING, Keeping.DELETE))
            .expiresAt(day(1))
            .unprotected());
    bench.settleAt(day(1));
    bench.sightings.put(key, Sighting.held());
    bench.at(day(2));
    assertThat(bench.report(key, Operation.DESTROY).isApplied()).isTrue();
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.FRESH_LOOK);
  }

  private void change(Keeping to) {
    Event change =
        Event.builder(Policies.CHANGE_KEEPING, bench.clock.instant()).value(to.name()).build();
    assertThat(bench.engine.report(key, change).isApplied()).isTrue();
  }

  /** All backups and the data went, by an ask that would be refused by now. */
  @Test
  @Tag("ALL-07")
  @Tag("SCN-14")
  void whatIsToBeKeptAfterAllIsNotDestroyed() {
    destroyWaits();
    bench.at(day(3));
    change(Keeping.KEEP);
    assertThat(bench.row(key).deadline().to()).isEqualTo(RETAINED);
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(18));
    assertThat(bench.report(key, Operation.DESTROY).refusal().code())
        .isEqualTo(RefusalCode.BACKUP_POLICY_KEEPS_DATA);
    bench.sightings.clear();
    bench.settleAt(day(17));
    assertThat(bench.state(key)).isEqualTo(LOCKED);
    bench.settleAt(day(18));
    bench.settleAt(day(900));
    assertThat(bench.state(key)).isEqualTo(RETAINED);
    assertThat(bench.askedNames()).doesNotContain("DELETE_ALL_BACKUPS", "DELETE_DATA");
  }

  /** The value that it had is no change. */
  @Test
  @Tag("SCN-14")
  void theValueThatItHadTakesNothingBack() {
    destroyWaits();
    bench.at(day(3));
    change(Keeping.DELETE);
    bench.sightings.clear();
    bench.settleAt(day(3).plus(Duration.ofMinutes(15)));
    assertThat(bench.state(key)).isEqualTo(PURGED);
  }
}
