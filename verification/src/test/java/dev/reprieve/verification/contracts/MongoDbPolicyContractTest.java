package dev.reprieve.verification.contracts;

import dev.reprieve.model.Attributes;
import dev.reprieve.mongodb.MongoDbPolicy;
import dev.reprieve.mongodb.internal.MongoDbPolicyProvider;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.contract.RetentionPolicyContract;
import dev.reprieve.testkit.contract.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The policy of MongoDB keeps the contract. */
class MongoDbPolicyContractTest extends RetentionPolicyContract {
  @Override
  protected RetentionPolicyProvider provider() {
    return new MongoDbPolicyProvider();
  }

  @Override
  protected List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>(ConformanceScenarios.of(MongoDbPolicy.create()));
    all.addAll(ofTheSeed());
    all.addAll(ofThePageOf2025());
    return all;
  }

  /** A subscription that ends on 1 February and that nobody renews. */
  private static Life unpaid(String profile, String disk, String architecture, String retention) {
    return Life.of(MongoDbPolicy.create())
        .profile(profile)
        .subscription("2026-02-01T00:00:00Z")
        .attributes(
            Attributes.ofTexts(
                Map.of(
                    "disk", disk,
                    "architecture", architecture,
                    "backupRetention", retention,
                    "tde", "false")));
  }

  private static List<Scenario> ofTheSeed() {
    String profile = MongoDbPolicy.MONGODB_SEED;
    return List.of(
        Scenario.of(
            "seed, ESSD, DELETE_ALL",
            unpaid(profile, "ESSD", "REPLICA_SET", "DELETE_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> LOCKED  MDB-01 | LOCK_ACCESS, NOTIFY_OWNER | DESTROY, RENEW | 2026-02-16T00:00:00Z RETAINED
            2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-02 | VERIFY_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER, DELETE_OLDER_BACKUPS | DESTROY, REBUILD | 2026-02-23T00:00:00Z PURGED
            2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED MDB-05 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "seed, ESSD, KEEP_LATEST",
            unpaid(profile, "ESSD", "SHARDED", "KEEP_LATEST"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> LOCKED  MDB-01 | LOCK_ACCESS, NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z RETAINED
            2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-02 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | -
            """),
        Scenario.of(
            "seed, ESSD, KEEP_ALL",
            unpaid(profile, "ESSD", "REPLICA_SET", "KEEP_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> LOCKED  MDB-01 | LOCK_ACCESS, NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z RETAINED
            2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-02 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | -
            """),
        Scenario.of(
            "seed, local disk, replica set",
            unpaid(profile, "LOCAL", "REPLICA_SET", "DELETE_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> LOCKED  MDB-01 | LOCK_ACCESS, NOTIFY_OWNER | DESTROY, RENEW | 2026-02-16T00:00:00Z RETAINED
            2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-03 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | 2026-02-23T00:00:00Z PURGED
            2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED MDB-03 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "seed, local disk, sharded",
            unpaid(profile, "LOCAL", "SHARDED", "DELETE_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> LOCKED MDB-01 | LOCK_ACCESS, NOTIFY_OWNER | DESTROY, RENEW | 2026-02-16T00:00:00Z PURGED
            2026-02-16T00:00:00Z DEADLINE LOCKED -> PURGED  MDB-04 | RELEASE_COMPUTE, DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """));
  }

  private static List<Scenario> ofThePageOf2025() {
    String profile = MongoDbPolicy.MONGODB_INTERNATIONAL_2025;
    return List.of(
        Scenario.of(
            "international, ESSD, DELETE_ALL",
            unpaid(profile, "ESSD", "REPLICA_SET", "DELETE_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> RUNNING MDB-16 | NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z LOCKED
            2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED  MDB-16 | LOCK_ACCESS, NOTIFY_OWNER | DESTROY, RENEW | 2026-03-03T00:00:00Z RETAINED
            2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-16 | VERIFY_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER, DELETE_OLDER_BACKUPS | DESTROY, REBUILD | 2026-03-10T00:00:00Z PURGED
            2026-03-10T00:00:00Z DEADLINE RETAINED -> PURGED MDB-05 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "international, ESSD, KEEP_LATEST",
            unpaid(profile, "ESSD", "REPLICA_SET", "KEEP_LATEST"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> RUNNING MDB-16 | NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z LOCKED
            2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED  MDB-16 | LOCK_ACCESS, NOTIFY_OWNER | RENEW | 2026-03-03T00:00:00Z RETAINED
            2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-16 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | -
            """),
        Scenario.of(
            "international, ESSD, KEEP_ALL",
            unpaid(profile, "ESSD", "SHARDED", "KEEP_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> RUNNING MDB-16 | NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z LOCKED
            2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED  MDB-16 | LOCK_ACCESS, NOTIFY_OWNER | RENEW | 2026-03-03T00:00:00Z RETAINED
            2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-16 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | -
            """),
        Scenario.of(
            "international, local disk, replica set",
            unpaid(profile, "LOCAL", "REPLICA_SET", "DELETE_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> RUNNING MDB-16 | NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z LOCKED
            2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED  MDB-16 | LOCK_ACCESS, NOTIFY_OWNER | DESTROY, RENEW | 2026-03-03T00:00:00Z RETAINED
            2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED MDB-16 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | 2026-03-10T00:00:00Z PURGED
            2026-03-10T00:00:00Z DEADLINE RETAINED -> PURGED MDB-03 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "international, local disk, sharded",
            unpaid(profile, "LOCAL", "SHARDED", "DELETE_ALL"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> RUNNING MDB-16 | NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z LOCKED
            2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED  MDB-16 | LOCK_ACCESS, NOTIFY_OWNER | DESTROY, RENEW | 2026-03-03T00:00:00Z PURGED
            2026-03-03T00:00:00Z DEADLINE LOCKED -> PURGED   MDB-04 | RELEASE_COMPUTE, DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """));
  }
}
