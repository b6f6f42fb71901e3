package dev.reprieve.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One kind of thing that must happen outside. An open name: a policy may bring its own.
 *
 * @param name such as {@code LOCK_ACCESS}
 * @param destructive whether data can be lost by it (ALL-15): it is then withheld under a hold
 */
public record EffectType(String name, boolean destructive) {
  /** Checks that the latest backup set is there and holds this very instance. */
  public static final EffectType VERIFY_BACKUP = new EffectType("VERIFY_BACKUP", false);

  /** Takes a final backup. */
  public static final EffectType TAKE_BACKUP = new EffectType("TAKE_BACKUP", false);

  /** Stops the machine whether its user likes it or not (KEC-06). */
  public static final EffectType FORCE_STOP = new EffectType("FORCE_STOP", false);

  /** Takes load balancers, addresses, disks and tags off the instance (KEC-06). */
  public static final EffectType DETACH_ASSOCIATIONS = new EffectType("DETACH_ASSOCIATIONS", false);

  /** Makes the instance inaccessible. */
  public static final EffectType LOCK_ACCESS = new EffectType("LOCK_ACCESS", false);

  /** Stops metering (RED-04). */
  public static final EffectType SUSPEND_BILLING = new EffectType("SUSPEND_BILLING", false);

  /** Meters again (RED-04). */
  public static final EffectType RESUME_BILLING = new EffectType("RESUME_BILLING", false);

  /** Makes the instance accessible again. */
  public static final EffectType UNLOCK_ACCESS = new EffectType("UNLOCK_ACCESS", false);

  /** Releases the machine where the data lives elsewhere (ESSD). */
  public static final EffectType RELEASE_COMPUTE = new EffectType("RELEASE_COMPUTE", false);

  /** The same effect where the data lives on the machine and goes with it (ALL-15). */
  public static final EffectType RELEASE_COMPUTE_WITH_DATA =
      new EffectType("RELEASE_COMPUTE", true);

  /** Deletes every backup set. */
  public static final EffectType DELETE_ALL_BACKUPS = new EffectType("DELETE_ALL_BACKUPS", true);

  /** Deletes what goes with the instance, named in the details by kind and id (SAF-19). */
  public static final EffectType DELETE_CHILD = new EffectType("DELETE_CHILD", true);

  /** Deletes the data. */
  public static final EffectType DELETE_DATA = new EffectType("DELETE_DATA", true);

  /** Tells the owner. */
  public static final EffectType NOTIFY_OWNER = new EffectType("NOTIFY_OWNER", false);

  /** Deletes every backup set but the latest (MDB-05). */
  public static final EffectType DELETE_OLDER_BACKUPS =
      new EffectType("DELETE_OLDER_BACKUPS", true);

  /** Creates the instance that a rebuild asked for, from the source's data. */
  public static final EffectType CREATE_INSTANCE = new EffectType("CREATE_INSTANCE", false);

  /** Starts the machine. */
  public static final EffectType START_INSTANCE = new EffectType("START_INSTANCE", false);

  /** Stops the machine. */
  public static final EffectType STOP_INSTANCE = new EffectType("STOP_INSTANCE", false);

  /** Tries to renew ahead of the expiry; answered by a {@code RENEW} (RED-10). */
  public static final EffectType TRY_AUTO_RENEW = new EffectType("TRY_AUTO_RENEW", false);

  /** The order in which effects of one transition must happen, wherever several meet. */
  private static final List<String> ORDER =
      List.of(
          VERIFY_BACKUP.name,
          TAKE_BACKUP.name,
          FORCE_STOP.name,
          DETACH_ASSOCIATIONS.name,
          LOCK_ACCESS.name,
          SUSPEND_BILLING.name,
          RESUME_BILLING.name,
          UNLOCK_ACCESS.name,
          RELEASE_COMPUTE.name,
          DELETE_CHILD.name,
          DELETE_ALL_BACKUPS.name,
          DELETE_DATA.name,
          NOTIFY_OWNER.name,
          DELETE_OLDER_BACKUPS.name);

  private static final List<EffectType> ALWAYS_DESTRUCTIVE =
      List.of(DELETE_CHILD, DELETE_ALL_BACKUPS, DELETE_DATA, DELETE_OLDER_BACKUPS);

  /**
   * @throws IllegalArgumentException if the name is not {@code LIKE_THIS} or {@code
   *     vendor:LIKE_THIS}, or a deletion of the rulebook is called harmless
   */
  public EffectType {
    Objects.requireNonNull(name, "name");
    Names.check("effect", name);
    // Null only while this class is being initialised, for the constants themselves.
    @Nullable List<EffectType> known = ALWAYS_DESTRUCTIVE;
    if (!destructive && known != null) {
      for (EffectType type : known) {
        if (type.name.equals(name)) {
          throw new IllegalArgumentException("effect " + name + " is destructive (ALL-15)");
        }
      }
    }
  }

  /** Place in the fixed order, or -1 for what stands alone or is a third party's own. */
  public int rank() {
    return ORDER.indexOf(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
