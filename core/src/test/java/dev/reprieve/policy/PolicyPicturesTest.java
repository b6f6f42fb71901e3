package dev.reprieve.policy;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
import static dev.reprieve.model.EffectType.DELETE_DATA;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.Operation.DESTROY;
import static dev.reprieve.model.Operation.RENEW;
import static dev.reprieve.policy.RetentionTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.model.Condition;
import dev.reprieve.model.RefusalCode;
import org.junit.jupiter.api.Test;

/** Pictures drawn by hand from the tables of the fixtures. */
class PolicyPicturesTest {
  @Test
  void aDiagramHasEveryStepByTimeByAnOperationAndByRelease() {
    RetentionPolicy shelf = Policies.shelf();

    assertThat(PolicyPictures.mermaid(shelf, shelf.defaultProfile().tables().get(0)))
        .isEqualTo(
            """
            stateDiagram-v2
                [*] --> RUNNING : registered
                RUNNING --> LOCKED : T · SH-01
                STOPPED --> LOCKED : T · SH-01
                LOCKED --> RETAINED : T + 15 d · SH-02
                RETAINED --> PURGED : T + 22 d · SH-03
                RUNNING --> STOPPED : STOP · SH-11
                STOPPED --> RUNNING : START · SH-11
                LOCKED --> RUNNING : RENEW · SH-01
                LOCKED --> STOPPED : RENEW · SH-01
                LOCKED --> RUNNING : SETTLE · SH-01
                LOCKED --> STOPPED : SETTLE · SH-01
                LOCKED --> PURGED : DESTROY · SH-04
                RETAINED --> PURGED : DESTROY · SH-06
                RUNNING --> RETAINED : RELEASE · SH-07
                STOPPED --> RETAINED : RELEASE · SH-07
                RETAINED --> PURGED : 7 d after release · SH-08
                PURGED --> [*] : for ever
            """);
  }

  @Test
  void whatRunsOnAtFirstAndWhatMustHaveLastedLongerAreToldApart() {
    RetentionPolicy runner = Policies.runner();
    RetentionPolicy patient = Policies.patient();

    assertThat(PolicyPictures.mermaid(runner, runner.defaultProfile().tables().get(0)))
        .contains(
            """
                [*] --> RUNNING : registered
                RUNNING --> RUNNING : T · RO-01
                RUNNING --> LOCKED : T + 15 d · RO-02
                STOPPED --> LOCKED : T + 15 d · RO-02
                LOCKED --> RETAINED : T + 30 d · RO-03
            """);
    assertThat(PolicyPictures.mermaid(patient, patient.defaultProfile().tables().get(0)))
        .contains("LOCKED --> RETAINED : T + more than 10 d · PA-02");
  }

  @Test
  void aReleaseThatKeepsForMoreThanASpanMayBeRefusedAndSaysSo() {
    RetentionPolicy daily = Policies.daily();

    assertThat(PolicyPictures.mermaid(daily, daily.defaultProfile().tables().get(1)))
        .contains(
            """
                RUNNING --> RETAINED : RELEASE* · DA-03
                STOPPED --> RETAINED : RELEASE* · DA-03
                RETAINED --> PURGED : more than 2 h after release · DA-04
            """);
    // The refusal is for what is billed by the day: it does not bear on the other tables.
    assertThat(PolicyPictures.mermaid(daily, daily.defaultProfile().tables().get(2)))
        .contains(
            "RUNNING --> PURGED : RELEASE · DA-07\n", "STOPPED --> PURGED : RELEASE · DA-07\n");
  }

  @Test
  void aTableIsWhatAVendorPrints() {
    assertThat(PolicyPictures.markdown(Policies.box()))
        .isEqualTo(
            """
            ## BOX

            ### kept

            Rules what is: keeping is KEEP.

            | From | State | Happens | Permitted | Rule |
            |---|---|---|---|---|
            | before T | RUNNING |  | RENEW (BO-01), SETTLE (BO-01), RELEASE (BO-03) |  |
            | T (day 1) | LOCKED | LOCK_ACCESS, NOTIFY_OWNER | RENEW (BO-01), SETTLE (BO-01) | BO-01 |
            | T + 15 d (day 16) | RETAINED | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | \
            REBUILD* (BO-02), DESTROY (BO-02) | BO-02, no end by BO-03 |
            | release (PAY_AS_YOU_GO) | RETAINED | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | \
            REBUILD* (BO-02), DESTROY (BO-02) | BO-03, no end |

            ### deleted

            Rules what is: keeping is DELETE.

            | From | State | Happens | Permitted | Rule |
            |---|---|---|---|---|
            | before T | RUNNING |  | RENEW (BO-01), SETTLE (BO-01), RELEASE (BO-03) |  |
            | T (day 1) | LOCKED | LOCK_ACCESS, NOTIFY_OWNER | RENEW (BO-01), SETTLE (BO-01) | BO-01 |
            | T + 15 d (day 16) | RETAINED | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | \
            REBUILD* (BO-02), DESTROY (BO-02) | BO-02 |
            | T + 22 d (day 23) | PURGED | DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER |  | BO-04 |
            | release (PAY_AS_YOU_GO) | RETAINED | TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER | \
            REBUILD* (BO-02), DESTROY (BO-02) | BO-03, purged after 7 d by BO-04 |

            ## Refused all the same

            A star above marks what is refused where one of these holds.

            | Operation | Refused where | Why | Rule |
            |---|---|---|---|
            | REBUILD | in arrears | IN_ARREARS: the arrears must be settled first | BO-05 |

            """);
  }

  @Test
  void whatATableAlwaysRefusesIsNotDrawnAsPermitted() {
    RetentionPolicy crate = crate();

    assertThat(PolicyPictures.mermaid(crate, crate.defaultProfile().tables().get(0)))
        .doesNotContain("DESTROY");
    assertThat(PolicyPictures.mermaid(crate, crate.defaultProfile().tables().get(1)))
        .contains("LOCKED --> PURGED : DESTROY · CR-02\n");
    assertThat(PolicyPictures.markdown(crate).lines().filter(line -> line.contains("| LOCKED |")))
        .containsExactly(
            "| T (day 1) | LOCKED |  | RENEW (CR-01) | CR-01 |",
            "| T (day 1) | LOCKED |  | RENEW (CR-01), DESTROY (CR-02) | CR-01 |");
  }

  @Test
  void aConditionBearsAlwaysNeverOrSometimes() {
    Condition keep = Policies.KEEPING.is(Keeping.KEEP);
    Condition delete = Policies.KEEPING.is(Keeping.DELETE);
    Condition either = Policies.KEEPING.isOneOf(Keeping.KEEP, Keeping.DELETE);
    Condition locked = Condition.inState(LOCKED);

    assertThat(bearing(keep, keep)).isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(either, keep)).isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(keep, either)).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(keep, delete)).isEqualTo(Bearing.NEVER);
    assertThat(bearing(keep, Condition.always())).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(Policies.LABEL.is("KEEP"), keep)).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(Condition.inArrears(), keep)).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(Condition.billedBy(SUBSCRIPTION), Condition.billedBy(SUBSCRIPTION)))
        .isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(Condition.billedBy(SUBSCRIPTION), Condition.billedBy(PAY_AS_YOU_GO)))
        .isEqualTo(Bearing.NEVER);
    assertThat(bearing(locked, keep)).isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(Condition.inState(RUNNING), keep)).isEqualTo(Bearing.NEVER);
    assertThat(bearing(locked.negate(), keep)).isEqualTo(Bearing.NEVER);
    assertThat(bearing(delete.negate(), keep)).isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(Condition.inArrears().negate(), keep)).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(locked.and(keep), keep)).isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(locked.and(Condition.inArrears()), keep)).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(Condition.inArrears().and(delete), keep)).isEqualTo(Bearing.NEVER);
    assertThat(bearing(Condition.inArrears().or(keep), keep)).isEqualTo(Bearing.ALWAYS);
    assertThat(bearing(Condition.inArrears().or(delete), keep)).isEqualTo(Bearing.SOMETIMES);
    assertThat(bearing(delete.or(delete), keep)).isEqualTo(Bearing.NEVER);
    assertThat(bearing(keep, Condition.billedBy(SUBSCRIPTION).and(keep))).isEqualTo(Bearing.ALWAYS);
  }

  private static Bearing bearing(Condition asked, Condition known) {
    return Bearing.of(asked, known, LOCKED);
  }

  /** Two tables that permit the same; in the first, destroying is refused while locked. */
  private static RetentionPolicy crate() {
    Condition kept = Policies.KEEPING.is(Keeping.KEEP);
    Condition deleted = Policies.KEEPING.is(Keeping.DELETE);
    Handling handling =
        Handling.builder()
            .permits(RUNNING, "CR-01", RENEW)
            .neverReleased("CR-01")
            .permits(LOCKED, "CR-01", RENEW)
            .permits(LOCKED, "CR-02", DESTROY)
            .purging(DELETE_DATA)
            .build();
    return RetentionPolicy.builder("crate", 1)
        .billing(SUBSCRIPTION)
        .requires(Policies.KEEPING)
        .profile(
            "CRATE",
            table("kept", kept, handling).fromDay(1, LOCKED, "CR-01").fromDay(31, PURGED, "CR-03"),
            table("deleted", deleted, handling)
                .fromDay(1, LOCKED, "CR-01")
                .fromDay(8, PURGED, "CR-03"))
        .refuses(
            DESTROY,
            Condition.inState(LOCKED).and(kept),
            RefusalCode.BACKUP_POLICY_KEEPS_DATA,
            "CR-04",
            "the data is kept")
        .build();
  }
}
