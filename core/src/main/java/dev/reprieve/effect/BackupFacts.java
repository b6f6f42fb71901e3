package dev.reprieve.effect;

import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceKey;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handler must say of a backup for it to count as taken or verified (SAF-06): its name, and
 * the instance that it holds. What lacks either, or holds another one, is no backup of this one.
 *
 * <p>Immutable and thread-safe.
 */
public final class BackupFacts {
  /** The fact that names the backup. */
  public static final String ID = "backupId";

  /** The fact that names the instance that the backup holds: its {@link InstanceKey#id()}. */
  public static final String HOLDS = "backupHolds";

  private BackupFacts() {}

  /**
   * The facts of a backup that holds an instance, to answer {@link EffectResult#done(Map)} with.
   */
  public static Map<String, String> of(String backupId, InstanceKey holds) {
    Objects.requireNonNull(backupId, "backupId");
    Objects.requireNonNull(holds, "holds");
    return Map.of(ID, backupId, HOLDS, holds.id());
  }

  /** Whether an effect is done only once a backup is named. */
  public static boolean neededBy(EffectType type) {
    Objects.requireNonNull(type, "type");
    return type.equals(EffectType.TAKE_BACKUP) || type.equals(EffectType.VERIFY_BACKUP);
  }

  /** Why these facts do not prove that a backup holds the instance, or null where they do. */
  public static @Nullable String missing(InstanceKey instance, Map<String, String> facts) {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(facts, "facts");
    String id = facts.get(ID);
    String holds = facts.get(HOLDS);
    if (id == null || id.isBlank()) {
      return "the answer names no backup: fact " + ID + " is missing or blank (SAF-06)";
    }
    if (holds == null || holds.isBlank()) {
      return "the answer does not say which instance the backup holds: fact "
          + HOLDS
          + " is missing or blank (SAF-06)";
    }
    return holds.equals(instance.id())
        ? null
        : "backup " + id + " holds " + holds + ", and not " + instance.id() + " (SAF-06)";
  }
}
