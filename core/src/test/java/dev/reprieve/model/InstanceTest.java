package dev.reprieve.model;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InstanceTest {
  private static Instance.Builder running() {
    return Snapshots.running(Policies.shelf(), BillingMode.PAY_AS_YOU_GO, START);
  }

  @Test
  @Tag("ALL-18")
  void anEndIsRoundedUpAndEverythingElseDown() {
    Instant odd = day(1).plusNanos(1);
    Instance instance =
        running()
            .createdAt(odd)
            .arrearsSince(odd)
            .state(InstanceState.RUNNING, odd)
            .recordedAt(odd)
            .expiresAt(odd)
            .purgeNotBefore(odd)
            .build();
    assertThat(instance.createdAt()).isEqualTo(day(1));
    assertThat(instance.arrearsSince()).isEqualTo(day(1));
    assertThat(instance.since()).isEqualTo(day(1));
    assertThat(instance.recordedAt()).isEqualTo(day(1));
    assertThat(instance.expiresAt()).isEqualTo(day(1).plusNanos(1000));
    assertThat(instance.purgeNotBefore()).isEqualTo(day(1).plusNanos(1000));
    Event event = Event.builder(Operation.HOLD, odd).until(odd).build();
    assertThat(event.at()).isEqualTo(day(1));
    assertThat(event.until()).isEqualTo(day(1).plusNanos(1000));
  }

  @Test
  @Tag("ALL-02")
  void aChangeOfStateIsRememberedAndTheSameStateIsNone() {
    Instance instance =
        running()
            .moveTo(InstanceState.RUNNING, Cause.EXPIRY, day(1))
            .moveTo(InstanceState.STOPPED, Cause.of(Operation.STOP), day(2))
            .moveTo(InstanceState.LOCKED, Cause.EXPIRY, day(3))
            .moveTo(InstanceState.RETAINED, Cause.DEADLINE, day(4))
            .build();
    assertThat(instance.trail())
        .containsExactly(
            new Passage(InstanceState.RUNNING, InstanceState.STOPPED, new Cause("STOP"), day(2), 1),
            new Passage(InstanceState.STOPPED, InstanceState.LOCKED, Cause.EXPIRY, day(3), 1),
            new Passage(InstanceState.LOCKED, InstanceState.RETAINED, Cause.DEADLINE, day(4), 1));
    assertThat(instance.since()).isEqualTo(day(4));
    assertThat(instance.stateBeforeLock()).isEqualTo(InstanceState.STOPPED);
  }

  @Test
  @Tag("ALL-07")
  void theLatestEightChangesAreRemembered() {
    Instance.Builder builder = running();
    for (int i = 1; i <= 10; i++) {
      builder.moveTo(
          i % 2 == 0 ? InstanceState.RUNNING : InstanceState.STOPPED, Cause.DEADLINE, day(i));
    }
    List<Passage> trail = builder.build().trail();
    assertThat(trail).hasSize(8);
    assertThat(trail.get(0).at()).isEqualTo(day(3));
    assertThat(trail.get(7).at()).isEqualTo(day(10));
  }

  @Test
  @Tag("SCN-12")
  void theStateBeforeALockIsKeptThroughTheBin() {
    assertThat(running().state(InstanceState.STOPPED, START).build().stateBeforeLock())
        .isEqualTo(InstanceState.STOPPED);
    assertThat(running().state(InstanceState.LOCKED, START).build().stateBeforeLock())
        .isEqualTo(InstanceState.RUNNING);
    Instance again =
        running()
            .moveTo(InstanceState.LOCKED, Cause.EXPIRY, day(1))
            .moveTo(InstanceState.RUNNING, Cause.of(Operation.RENEW), day(2))
            .build();
    assertThat(again.stateBeforeLock()).isEqualTo(InstanceState.RUNNING);
  }

  @Test
  void aBuilderBeginsWithEverythingAndEachPartMakesAnother() {
    Deadline deadline = new Deadline(day(5), false, Cause.EXPIRY, InstanceState.LOCKED, "X-01");
    Instance full =
        running()
            .createdAt(day(-1))
            .expiresAt(day(5))
            .arrearsSince(day(1))
            .moveTo(InstanceState.LOCKED, Cause.EXPIRY, day(2))
            .stateBeforeLock(InstanceState.STOPPED)
            .deadline(deadline)
            .releaseProtected(true)
            .holds(Holds.none().with(new Hold("a", null, null, null)))
            .lockedByOthers("disk quota")
            .openRebuilds(List.of(new EffectKey(Snapshots.key("shelf", "i1"), 3, 0)))
            .purgeNotBefore(day(7))
            .autoRenewAt(day(4))
            .purge(new PurgeProgress(1, "no answer", day(9)))
            .origin(Map.of("owner", "owner"))
            .attributes(Attributes.ofTexts(Map.of("a", "b")))
            .version(7)
            .build();
    assertThat(full.toBuilder().build()).isEqualTo(full).hasSameHashCodeAs(full);
    List<Instance> others =
        List.of(
            full.toBuilder().createdAt(null).build(),
            full.toBuilder().expiresAt(null).build(),
            full.toBuilder().arrearsSince(null).build(),
            full.toBuilder().state(InstanceState.RETAINED, full.since()).build(),
            full.toBuilder().state(InstanceState.LOCKED, day(3)).build(),
            full.toBuilder().stateBeforeLock(InstanceState.RUNNING).build(),
            full.toBuilder().deadline(null).build(),
            full.toBuilder().releaseProtected(false).build(),
            full.toBuilder().holds(Holds.none()).build(),
            full.toBuilder().lockedByOthers(null).build(),
            full.toBuilder().openRebuilds(List.of()).build(),
            full.toBuilder().purgeNotBefore(null).build(),
            full.toBuilder().autoRenewAt(null).build(),
            full.toBuilder().purge(null).build(),
            full.toBuilder().origin(Map.of()).build(),
            full.toBuilder().attributes(Attributes.empty()).build(),
            full.toBuilder().trail(List.of()).build(),
            full.toBuilder().recordedAt(day(3)).build(),
            full.toBuilder().version(8).build(),
            full.toBuilder().owner("other").build(),
            full.toBuilder().profile("OTHER").build(),
            full.toBuilder().billing(BillingMode.SPOT).build(),
            full.toBuilder().key(Snapshots.key("shelf", "i2")).build(),
            full.toBuilder().policy(Policies.box().ref()).build());
    assertThat(others).doesNotContain(full).doesNotHaveDuplicates();
  }

  @Test
  @Tag("OWN-01")
  void aKeyNeedsAllFourPartsAndIsOrderedByThem() {
    assertThatThrownBy(() -> new InstanceKey("", "r", "p", "i")).hasMessageContaining("tenant");
    assertThatThrownBy(() -> new InstanceKey("t", " ", "p", "i")).hasMessageContaining("region");
    assertThatThrownBy(() -> new InstanceKey("t", "r", "", "i")).hasMessageContaining("product");
    assertThatThrownBy(() -> new InstanceKey("t", "r", "p", "")).hasMessageContaining("id");
    assertThatThrownBy(() -> new OwnerKey("t", " ")).hasMessageContaining("owner");
    InstanceKey key = new InstanceKey("t", "r", "p", "i");
    assertThat(key).isLessThan(new InstanceKey("u", "a", "a", "a"));
    assertThat(key).isLessThan(new InstanceKey("t", "s", "a", "a"));
    assertThat(key).isLessThan(new InstanceKey("t", "r", "q", "a"));
    assertThat(key).isLessThan(key.withId("j")).isEqualByComparingTo(key.withId("i"));
  }

  @Test
  void anOpenNameHasOneForm() {
    assertThat(new Operation("acme:FREEZE").name()).isEqualTo("acme:FREEZE");
    assertThatThrownBy(() -> new Operation("freeze")).hasMessageContaining("operation");
    assertThatThrownBy(() -> new RefusalCode("acme:")).hasMessageContaining("refusal code");
    assertThatThrownBy(() -> new BillingMode("ACME:FREE")).hasMessageContaining("billing mode");
    assertThatThrownBy(() -> new Cause("_X")).hasMessageContaining("cause");
    assertThatThrownBy(() -> new EffectType("A-B", false)).hasMessageContaining("effect");
  }

  @Test
  @Tag("ALL-15")
  void whatTheRulebookCallsDestructiveCannotBeCalledHarmless() {
    for (String name : List.of("DELETE_DATA", "DELETE_ALL_BACKUPS", "DELETE_OLDER_BACKUPS")) {
      assertThatThrownBy(() -> new EffectType(name, false)).hasMessageContaining("ALL-15");
      assertThat(new EffectType(name, true).destructive()).isTrue();
    }
    assertThat(EffectType.RELEASE_COMPUTE.destructive()).isFalse();
    assertThat(EffectType.RELEASE_COMPUTE_WITH_DATA.destructive()).isTrue();
    assertThat(EffectType.RELEASE_COMPUTE_WITH_DATA.rank())
        .isEqualTo(EffectType.RELEASE_COMPUTE.rank());
  }
}
