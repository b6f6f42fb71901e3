package dev.reprieve;

import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
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
}
