package dev.reprieve;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Resource;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.EffectRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the lines of the trail (SAF-07). */
final class Audit {
  private Audit() {}

  static AuditEntry of(Decision decision, @Nullable String by, @Nullable String why) {
    return new AuditEntry(
        decision.after().key(),
        decision.after().version(),
        AuditEntry.Kind.DECISION,
        decision.dueAt(),
        decision.at(),
        decision.cause().name(),
        decision.from(),
        decision.to(),
        decision.rule(),
        null,
        decision.effects().stream().map(Effect::type).map(Object::toString).toList(),
        by,
        why);
  }

  static AuditEntry of(Instance instance, Event event, Refusal refusal, Instant now) {
    return new AuditEntry(
        instance.key(),
        instance.version(),
        AuditEntry.Kind.REFUSAL,
        event.at(),
        now,
        event.operation().name(),
        instance.state(),
        instance.state(),
        refusal.rule(),
        refusal.code().name(),
        List.of(),
        event.by(),
        event.why());
  }

  static AuditEntry of(Instance instance, EffectRecord ended, Instant now) {
    return of(instance, ended, now, null, ended.reason());
  }

  static AuditEntry of(
      Instance instance,
      EffectRecord ended,
      Instant now,
      @Nullable String by,
      @Nullable String why) {
    return new AuditEntry(
        instance.key(),
        instance.version(),
        AuditEntry.Kind.EFFECT,
        ended.effect().orderedAt(),
        now,
        ended.effect().type().name(),
        instance.state(),
        instance.state(),
        ended.effect().rule(),
        ended.status().name(),
        List.of(),
        by,
        why);
  }

  /** An operator has an effect tried again. */
  static AuditEntry retried(
      Instance instance,
      EffectRecord record,
      Instant now,
      @Nullable String by,
      @Nullable String why) {
    return AuditEntry.about(
        instance,
        AuditEntry.Kind.ACT,
        now,
        "RETRY_EFFECT",
        record.effect().rule(),
        record.effect().type().name(),
        by,
        why);
  }

  /** Somebody who is named completes an effect from outside. */
  static AuditEntry completed(
      Instance instance, EffectRecord record, EffectResult result, Instant now, String by) {
    return AuditEntry.about(
        instance,
        AuditEntry.Kind.ACT,
        now,
        "COMPLETE_EFFECT",
        record.effect().rule(),
        record.effect().type().name(),
        by,
        result.kind().name());
  }

  /** An operator has a row that was set aside looked at again. */
  static AuditEntry takenUp(
      Instance instance, String reason, Instant now, @Nullable String by, @Nullable String why) {
    return AuditEntry.about(
        instance, AuditEntry.Kind.ACT, now, "TAKE_UP_AGAIN", "SAF-11", reason, by, why);
  }

  /** Something that is not an event was refused. */
  static AuditEntry refused(
      Instance instance, Refusal refusal, Instant now, @Nullable String by, @Nullable String why) {
    return AuditEntry.about(
        instance,
        AuditEntry.Kind.REFUSAL,
        now,
        refusal.operation().name(),
        refusal.rule(),
        refusal.code().name(),
        by,
        why);
  }

  /**
   * Something was refused of what has no row: a line of the store's own trail. What was asked about
   * stands in it escaped, so that no id passes for another one's, or for a reason.
   */
  static AuditEntry refusedOfNone(
      InstanceKey key, Refusal refusal, Instant now, @Nullable String by, @Nullable String why) {
    return AuditEntry.ofStore(
        AuditEntry.Kind.REFUSAL,
        now,
        refusal.operation().name(),
        refusal.rule(),
        refusal.code().name(),
        by,
        about(Resource.of(key), why));
  }

  /** Something was said of an owner, or refused of it. */
  static AuditEntry ofOwner(OwnerKey owner, Event event, @Nullable Refusal refusal, Instant now) {
    return AuditEntry.ofStore(
        refusal == null ? AuditEntry.Kind.ACT : AuditEntry.Kind.REFUSAL,
        now,
        event.operation().name(),
        refusal == null ? "OWN-02" : refusal.rule(),
        refusal == null ? event.at().toString() : refusal.code().name(),
        event.by(),
        about(Resource.of(owner), event.why()));
  }

  private static String about(Resource resource, @Nullable String why) {
    return resource.text() + (why == null ? "" : " " + why);
  }

  static AuditEntry declined(Instance instance, Decline decline, Instant now) {
    return AuditEntry.about(
        instance,
        AuditEntry.Kind.GUARD,
        now,
        "DECLINE",
        "ALL-07",
        decline.waitingFor().name(),
        null,
        decline.reason());
  }
}
