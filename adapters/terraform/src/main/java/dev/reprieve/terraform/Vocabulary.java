package dev.reprieve.terraform;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import dev.reprieve.mongodb.BackupRetention;
import dev.reprieve.mongodb.DiskType;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The providers' words in the library's. Null stands for a word that is not known: no guess. */
final class Vocabulary {
  private static final Set<String> FOREIGN_LOCKS =
      Set.of("manuallock", "lockbyrestoration", "lockbydiskquota");

  private Vocabulary() {}

  /** The way of paying, in any case (KEC-10). */
  static @Nullable BillingMode billing(ResourceKind kind, String word) {
    String name = lower(word);
    if (kind == ResourceKind.KSYUN) {
      return switch (name) {
        case "monthly" -> BillingMode.SUBSCRIPTION;
        case "daily" -> BillingMode.PAY_BY_DAILY_CONFIG;
        case "hourlyinstantsettlement" -> BillingMode.PAY_AS_YOU_GO;
        case "spot" -> BillingMode.SPOT;
        default -> null;
      };
    }
    return switch (name) {
      case "prepaid", "subscription" -> BillingMode.SUBSCRIPTION;
      case "postpaid", "payasyougo" -> BillingMode.PAY_AS_YOU_GO;
      default -> null;
    };
  }

  /** The state that a status speaks of (TF-08). */
  static @Nullable InstanceState state(ResourceKind kind, String status) {
    String name = lower(status);
    return switch (kind) {
      case KVSTORE, TAIR ->
          switch (name) {
            // The one name of something under way that does not end in -ing.
            case "normal", "cleaningupexpireddata" -> InstanceState.RUNNING;
            case "inactive" -> InstanceState.LOCKED;
            case "released" -> InstanceState.RETAINED;
            default -> name.endsWith("ing") ? InstanceState.RUNNING : null;
          };
      case MONGODB, MONGODB_SHARDING ->
          switch (name) {
            case "unlock" -> InstanceState.RUNNING;
            case "lockbyexpiration" -> InstanceState.LOCKED;
            case "released" -> InstanceState.RETAINED;
            default -> null;
          };
      case KSYUN ->
          switch (name) {
            case "active" -> InstanceState.RUNNING;
            case "stopped" -> InstanceState.STOPPED;
            case "recycling" -> InstanceState.RETAINED;
            default -> null;
          };
    };
  }

  /** Whether a lock mode is a lock that is not ours (TF-08). */
  static boolean isForeignLock(String lockMode) {
    return FOREIGN_LOCKS.contains(lower(lockMode));
  }

  /** Where a MongoDB instance's data lives. */
  static @Nullable DiskType disk(String storageType) {
    return switch (lower(storageType)) {
      case "cloud_essd1", "cloud_essd2", "cloud_essd3", "cloud_auto" -> DiskType.ESSD;
      case "local_ssd" -> DiskType.LOCAL;
      default -> null;
    };
  }

  /** What becomes of the backups. */
  static @Nullable BackupRetention backupRetention(String number) {
    return switch (number.strip()) {
      case "0" -> BackupRetention.DELETE_ALL;
      case "1" -> BackupRetention.KEEP_LATEST;
      case "2" -> BackupRetention.KEEP_ALL;
      default -> null;
    };
  }

  /** Whether a switch is on; null for a word that is neither. */
  static @Nullable Boolean flag(String word) {
    return switch (lower(word)) {
      case "true", "enabled", "1" -> Boolean.TRUE;
      case "false", "disabled", "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static String lower(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }
}
