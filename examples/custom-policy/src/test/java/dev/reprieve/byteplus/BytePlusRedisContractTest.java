package dev.reprieve.byteplus;

import dev.reprieve.byteplus.internal.BytePlusRedisPolicyProvider;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.contract.RetentionPolicyContract;
import dev.reprieve.testkit.contract.Scenario;
import java.util.List;

/** The policy keeps the contract, and says what the vendor's page says. */
class BytePlusRedisContractTest extends RetentionPolicyContract {
  @Override
  protected RetentionPolicyProvider provider() {
    return new BytePlusRedisPolicyProvider();
  }

  private static Life singleNode() {
    return Life.of(BytePlusRedisPolicy.create())
        .attribute(BytePlusRedisPolicy.ARCHITECTURE, BytePlusArchitecture.SINGLE_NODE);
  }

  private static Life primarySecondary() {
    return Life.of(BytePlusRedisPolicy.create())
        .attribute(BytePlusRedisPolicy.ARCHITECTURE, BytePlusArchitecture.PRIMARY_SECONDARY);
  }

  @Override
  protected List<Scenario> scenarios() {
    return List.of(
        Scenario.of(
            "a single node that nobody pays for is purged 30 days after the lock",
            singleNode().at("2026-03-01T00:00:00Z").arrears(),
            """
            2026-03-01T00:00:00Z ARREARS  RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z DEADLINE RUNNING -> LOCKED  BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z PURGED
            2026-03-31T02:00:00Z DEADLINE LOCKED -> PURGED   BPR-04 | RELEASE_COMPUTE, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "of a primary-secondary one a final backup is kept for 7 days",
            primarySecondary().at("2026-03-01T00:00:00Z").arrears(),
            """
            2026-03-01T00:00:00Z ARREARS  RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z DEADLINE RUNNING -> LOCKED  BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z RETAINED
            2026-03-31T02:00:00Z DEADLINE LOCKED -> RETAINED BPR-03 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | SETTLE | 2026-04-07T02:00:00Z PURGED
            2026-04-07T02:00:00Z DEADLINE RETAINED -> PURGED BPR-03 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "settling within the two hours changes nothing but the debt",
            singleNode()
                .at("2026-03-01T00:00:00Z")
                .arrears()
                .at("2026-03-01T01:59:59.999999Z")
                .settle(),
            """
            2026-03-01T00:00:00Z        ARREARS RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T01:59:59.999999Z SETTLE  RUNNING -> RUNNING BPR-05 | - | - | -
            """),
        Scenario.of(
            "settling at exactly two hours comes after the lock and lifts it",
            singleNode().at("2026-03-01T00:00:00Z").arrears().at("2026-03-01T02:00:00Z").settle(),
            """
            2026-03-01T00:00:00Z ARREARS  RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z DEADLINE RUNNING -> LOCKED  BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z PURGED
            2026-03-01T02:00:00Z SETTLE   LOCKED -> RUNNING  BPR-05 | RESUME_BILLING, UNLOCK_ACCESS | - | -
            """),
        Scenario.of(
            "settling a microsecond before its machine goes brings a primary-secondary one back",
            primarySecondary()
                .at("2026-03-01T00:00:00Z")
                .arrears()
                .at("2026-03-31T01:59:59.999999Z")
                .settle(),
            """
            2026-03-01T00:00:00Z        ARREARS  RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z        DEADLINE RUNNING -> LOCKED  BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z RETAINED
            2026-03-31T01:59:59.999999Z SETTLE   LOCKED -> RUNNING  BPR-05 | RESUME_BILLING, UNLOCK_ACCESS | - | -
            """),
        Scenario.of(
            "settling exactly 30 days after the lock finds the backup alone",
            primarySecondary()
                .at("2026-03-01T00:00:00Z")
                .arrears()
                .at("2026-03-31T02:00:00Z")
                .settle(),
            """
            2026-03-01T00:00:00Z ARREARS  RUNNING -> RUNNING   BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z DEADLINE RUNNING -> LOCKED    BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z RETAINED
            2026-03-31T02:00:00Z DEADLINE LOCKED -> RETAINED   BPR-03 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | SETTLE | 2026-04-07T02:00:00Z PURGED
            2026-03-31T02:00:00Z SETTLE   RETAINED -> RETAINED BPR-05 | - | - | 2026-04-07T02:00:00Z PURGED
            2026-04-07T02:00:00Z DEADLINE RETAINED -> PURGED   BPR-03 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "settling a microsecond before the purge brings it back",
            singleNode()
                .at("2026-03-01T00:00:00Z")
                .arrears()
                .at("2026-03-31T01:59:59.999999Z")
                .settle(),
            """
            2026-03-01T00:00:00Z        ARREARS  RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z        DEADLINE RUNNING -> LOCKED  BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z PURGED
            2026-03-31T01:59:59.999999Z SETTLE   LOCKED -> RUNNING  BPR-05 | RESUME_BILLING, UNLOCK_ACCESS | - | -
            """),
        Scenario.of(
            "settling at the very instant of the purge is too late",
            singleNode().at("2026-03-01T00:00:00Z").arrears().at("2026-03-31T02:00:00Z").settle(),
            """
            2026-03-01T00:00:00Z ARREARS  RUNNING -> RUNNING BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z DEADLINE RUNNING -> LOCKED  BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z PURGED
            2026-03-31T02:00:00Z DEADLINE LOCKED -> PURGED   BPR-04 | RELEASE_COMPUTE, DELETE_DATA, NOTIFY_OWNER | - | -
            2026-03-31T02:00:00Z SETTLE   refused PURGED ALL-04
            """),
        Scenario.of(
            "settling when only the backup is left pays the debt and brings nothing back",
            primarySecondary()
                .at("2026-03-01T00:00:00Z")
                .arrears()
                .at("2026-04-01T00:00:00Z")
                .settle(),
            """
            2026-03-01T00:00:00Z ARREARS  RUNNING -> RUNNING   BPR-01 | NOTIFY_OWNER | SETTLE | 2026-03-01T02:00:00Z LOCKED
            2026-03-01T02:00:00Z DEADLINE RUNNING -> LOCKED    BPR-02 | LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER | SETTLE | 2026-03-31T02:00:00Z RETAINED
            2026-03-31T02:00:00Z DEADLINE LOCKED -> RETAINED   BPR-03 | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | SETTLE | 2026-04-07T02:00:00Z PURGED
            2026-04-01T00:00:00Z SETTLE   RETAINED -> RETAINED BPR-05 | - | - | 2026-04-07T02:00:00Z PURGED
            2026-04-07T02:00:00Z DEADLINE RETAINED -> PURGED   BPR-03 | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER | - | -
            """),
        Scenario.of(
            "nothing is released by hand",
            primarySecondary().at("2026-02-01T00:00:00Z").release(),
            """
            2026-02-01T00:00:00Z RELEASE refused NOT_PERMITTED_FOR_PRODUCT BPR-06
            """));
  }
}
