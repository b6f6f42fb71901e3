package dev.reprieve.testkit.contract;

import static dev.reprieve.testkit.contract.ShelfPolicy.COPIES;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.contract.ShelfPolicy.Copies;
import java.util.List;

/** The contract with what must come of the shelf policy, whatever policy is put in its place. */
abstract class ShelfContract extends RetentionPolicyContract {
  @Override
  protected RetentionPolicyProvider provider() {
    return new ShelfPolicyProvider();
  }

  private Life life(Copies copies) {
    RetentionPolicy policy = provider().policies().get(0);
    return Life.of(policy).attribute(COPIES, copies);
  }

  @Override
  protected List<Scenario> scenarios() {
    return List.of(
        Scenario.of(
            "two copies, nobody renews",
            life(Copies.TWO).subscription("2026-02-01T00:00:00Z"),
            """
            2026-02-01T00:00:00Z EXPIRY   RUNNING -> LOCKED   SHE-01 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | DESTROY, RENEW | 2026-02-03T00:00:00Z RETAINED
            2026-02-03T00:00:00Z DEADLINE LOCKED -> RETAINED  SHE-02 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | 2026-02-10T00:00:00Z PURGED
            2026-02-10T00:00:00Z DEADLINE RETAINED -> PURGED  SHE-02 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER, shelf:SHRED | - | -
            """),
        Scenario.of(
            "one copy, nobody settles",
            life(Copies.ONE).at("2026-02-01T00:00:00Z").arrears(),
            """
            2026-02-01T00:00:00Z ARREARS  RUNNING -> RUNNING SHE-06 | NOTIFY_OWNER | RELEASE, SETTLE | 2026-02-02T00:00:00Z LOCKED
            2026-02-02T00:00:00Z DEADLINE RUNNING -> LOCKED  SHE-06 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | DESTROY, SETTLE | 2026-02-09T00:00:00Z PURGED
            2026-02-09T00:00:00Z DEADLINE LOCKED -> PURGED   SHE-06 | RELEASE_COMPUTE, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "two copies, released by hand",
            life(Copies.TWO).at("2026-02-01T00:00:00Z").release(),
            """
            2026-02-01T00:00:00Z RELEASE  RUNNING -> RETAINED SHE-04 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | DESTROY, REBUILD | 2026-02-08T00:00:00Z PURGED
            2026-02-08T00:00:00Z DEADLINE RETAINED -> PURGED  SHE-04 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER, shelf:SHRED | - | -
            """));
  }
}
