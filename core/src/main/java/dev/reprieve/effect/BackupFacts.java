package dev.reprieve.effect;

import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handler must say of a backup for it to count as taken or verified (SAF-06): its name, the
 * instance that it holds, and, where that was registered with an identity, which incarnation of it.
 * What lacks any of these, or holds another one, is no backup of this one.
 *
 * <p>Immutable and thread-safe.
 */
public final class BackupFacts {
  /** The fact that names the backup. */
  public static final String ID = "backupId";

  /**
   * The fact that names the instance that the backup holds, all four parts of its key (OWN-01):
   * {@code TENANT/REGION/PRODUCT/ID}, where a percent sign in a part is written {@code %25} and a
   * slash {@code %2F}, so that no id passes for the text of another one.
   */
  public static final String HOLDS = "backupHolds";

  /** The fact that names the incarnation that the backup holds, as the provider calls it. */
  public static final String IDENTITY = "backupIdentity";

  private BackupFacts() {}

  /**
   * The facts of a backup that holds an instance which was registered without an identity, to
   * answer {@link EffectResult#done(Map)} with.
   */
  public static Map<String, String> of(String backupId, InstanceKey holds) {
    return of(backupId, holds, null);
  }

  /**
   * The facts of a backup that holds an incarnation of an instance, to answer {@link
   * EffectResult#done(Map)} with.
   *
   * @param identity what the provider says that the backup was taken of, not what the request
   *     names; null where the provider knows no such thing, which suffices only for an instance
   *     that was registered without one
   */
  public static Map<String, String> of(
      String backupId, InstanceKey holds, @Nullable String identity) {
    Objects.requireNonNull(backupId, "backupId");
    Objects.requireNonNull(holds, "holds");
    return identity == null
        ? Map.of(ID, backupId, HOLDS, text(holds))
        : Map.of(ID, backupId, HOLDS, text(holds), IDENTITY, identity);
  }

  private static String text(InstanceKey key) {
    return escaped(key.tenant())
        + "/"
        + escaped(key.region())
        + "/"
        + escaped(key.product())
        + "/"
        + escaped(key.id());
  }

  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  /** Whether an effect is done only once a backup is named. */
  public static boolean neededBy(EffectType type) {
    Objects.requireNonNull(type, "type");
    return type.equals(EffectType.TAKE_BACKUP) || type.equals(EffectType.VERIFY_BACKUP);
  }

  /** Why these facts do not prove that a backup holds the instance, or null where they do. */
  public static @Nullable String missing(Instance instance, Map<String, String> facts) {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(facts, "facts");
    String id = facts.get(ID);
    if (id == null || id.isBlank()) {
      return "the answer names no backup: fact " + ID + " is missing or blank (SAF-06)";
    }
    String holds = facts.get(HOLDS);
    if (holds == null || holds.isBlank()) {
      return unsaid("which instance the backup holds", HOLDS);
    }
    String expected = text(instance.key());
    if (!holds.equals(expected)) {
      return "backup " + id + " holds " + holds + ", and not " + expected + " (SAF-06)";
    }
    String registered = instance.identity();
    if (registered == null) {
      return null;
    }
    String identity = facts.get(IDENTITY);
    if (identity == null || identity.isBlank()) {
      return unsaid("which incarnation the backup holds", IDENTITY);
    }
    return identity.equals(registered)
        ? null
        : "backup "
            + id
            + " holds "
            + identity
            + ", and not the incarnation "
            + registered
            + " of "
            + expected
            + " (SAF-06, SAF-14)";
  }

  private static String unsaid(String what, String fact) {
    return "the answer does not say " + what + ": fact " + fact + " is missing or blank (SAF-06)";
  }
}
