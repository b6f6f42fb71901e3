package dev.reprieve.policy;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
import static dev.reprieve.model.Condition.always;
import static dev.reprieve.model.Condition.billedBy;
import static dev.reprieve.model.InstanceState.FORGOTTEN;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.PURGING;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.InstanceState.STOPPED;
import static dev.reprieve.policy.RetentionTable.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault for which a table is refused; beside each, a good neighbour that passes. */
class PolicyCheckTest {
  private static final Operation FREEZE = new Operation("acme:FREEZE");

  private static HandlingBuilder handling() {
    return Handling.builder()
        .permits(RUNNING, "X-01", Operation.RENEW, Operation.SETTLE)
        .permits(LOCKED, "X-01", Operation.RENEW, Operation.SETTLE)
        .purging(EffectType.DELETE_DATA, EffectType.NOTIFY_OWNER);
  }

  private static RetentionTable bare(HandlingBuilder handling) {
    return table("all", always(), handling.build());
  }

  private static RetentionTable whole(HandlingBuilder handling) {
    return bare(handling)
        .fromDay(1, LOCKED, "X-01")
        .fromDay(16, RETAINED, "X-02")
        .fromDay(23, PURGED, "X-03");
  }

  private static RetentionPolicyBuilder policy(RetentionTable... tables) {
    return RetentionPolicy.builder("thing", 3)
        .billing(SUBSCRIPTION, PAY_AS_YOU_GO)
        .profile("PLAIN", tables);
  }

  private static List<String> faultsOf(RetentionPolicyBuilder policy) {
    InvalidPolicyException invalid =
        catchThrowableOfType(InvalidPolicyException.class, policy::build);
    assertThat(invalid).as("the policy was taken").isNotNull();
    assertThat(invalid).hasMessageContaining("thing version 3");
    invalid.faults().forEach(fault -> assertThat(invalid).hasMessageContaining(fault));
    return invalid.faults();
  }

  private static List<String> faultsOf(RetentionTable table) {
    return faultsOf(policy(table));
  }

  private static void passes(RetentionTable table) {
    assertThat(policy(table).build().id()).isEqualTo("thing");
  }

  private static final String PLACE = "profile PLAIN, table \"all\", ";

  // A state without exit or declared open end.

  @Test
  void theLastStageIsAPurgeOrDeclaredToHaveNoEnd() {
    RetentionTable open = bare(handling()).fromDay(1, LOCKED, "X-01").fromDay(16, RETAINED, "X-02");
    assertThat(faultsOf(open))
        .containsExactly(
            PLACE
                + "stage RETAINED from T + PT360H: no stage after it, and not declared to have no"
                + " end");
    passes(open.withoutEnd("X-02"));
    passes(open.fromDay(23, PURGED, "X-03"));
  }

  @Test
  void aLockWithoutEndNeedsSomethingThatLeadsOut() {
    HandlingBuilder silent =
        Handling.builder().permits(RUNNING, "X-01", Operation.RENEW, Operation.SETTLE);
    assertThat(faultsOf(bare(silent).fromDay(1, LOCKED, "X-01").withoutEnd("X-01")))
        .containsExactly(PLACE + "stage LOCKED from T + PT0S: nothing leads out of it");
    passes(bare(handling()).fromDay(1, LOCKED, "X-01").withoutEnd("X-01"));
  }

  @Test
  void nothingFollowsAStageThatIsDeclaredToHaveNoEnd() {
    RetentionTable endless =
        bare(handling()).fromDay(1, LOCKED, "X-01").withoutEnd("X-01").fromDay(2, PURGED, "X-03");
    assertThat(faultsOf(endless))
        .containsExactly(
            PLACE + "stage PURGED from T + PT24H: follows a stage that is declared to have no end");
  }

  @Test
  void aPurgeHasNoEndToDeclare() {
    assertThat(faultsOf(whole(handling()).withoutEnd("X-03")))
        .containsExactly(PLACE + "stage PURGED from T + PT528H: a purge has no end to declare");
  }

  @Test
  void withoutStagesArrearsMustBeDeclaredAsOnlyRecorded() {
    HandlingBuilder none = Handling.builder().permits(RUNNING, "X-01", Operation.SETTLE);
    RetentionTable table = table("all", billedBy(PAY_AS_YOU_GO), none.build());
    RetentionPolicyBuilder silent =
        RetentionPolicy.builder("thing", 3).billing(PAY_AS_YOU_GO).profile("PLAIN", table);
    assertThat(faultsOf(silent))
        .containsExactly(
            PLACE
                + "no stages, and no rule that arrears are only recorded: arrearsAreOnlyRecorded");
    RetentionTable declared =
        table("all", billedBy(PAY_AS_YOU_GO), none.arrearsAreOnlyRecorded("X-04").build());
    assertThat(
            RetentionPolicy.builder("thing", 3)
                .billing(PAY_AS_YOU_GO)
                .profile("PLAIN", declared)
                .build()
                .id())
        .isEqualTo("thing");
  }

  @Test
  void aSubscriptionThatWouldExpireIntoNothingIsRefused() {
    HandlingBuilder none =
        Handling.builder()
            .permits(RUNNING, "X-01", Operation.SETTLE)
            .arrearsAreOnlyRecorded("X-04");
    assertThat(faultsOf(bare(none)))
        .containsExactly(PLACE + "no stages, and a subscription would expire into nothing");
    assertThat(faultsOf(table("all", always().and(always()), none.build())).get(0))
        .contains("expire into nothing");
    RetentionPolicyBuilder split =
        policy(
            table("sub", billedBy(SUBSCRIPTION), handling().build())
                .fromDay(1, LOCKED, "X-01")
                .fromDay(2, PURGED, "X-02"),
            table("pay", billedBy(PAY_AS_YOU_GO).and(always()), none.build()));
    assertThat(split.build().id()).isEqualTo("thing");
  }

  @Test
  void whatItsUserStoppedCanBeLeft() {
    HandlingBuilder stopping =
        Handling.builder()
            .permits(RUNNING, "X-05", Operation.STOP)
            .to(Target.STOPPED)
            .arrearsAreOnlyRecorded("X-04");
    assertThat(faultsOfPaying(stopping))
        .containsExactly(PLACE + "state STOPPED: nothing leads out of it");
    assertThat(
            payingPolicy(stopping.permits(STOPPED, "X-05", Operation.START).to(Target.RUNNING))
                .build()
                .id())
        .isEqualTo("thing");
  }

  private static RetentionPolicyBuilder payingPolicy(HandlingBuilder handling) {
    return RetentionPolicy.builder("thing", 3)
        .billing(PAY_AS_YOU_GO)
        .profile("PLAIN", bare(handling));
  }

  private static List<String> faultsOfPaying(HandlingBuilder handling) {
    return faultsOf(payingPolicy(handling));
  }

  // Two rows for one (attributes, state, cause).

  @Test
  void twoTablesForOneCombinationAreNamedWithIt() {
    RetentionTable one =
        table("one", Policies.KEEPING.is(Keeping.KEEP), handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02");
    RetentionTable both =
        table("both", Policies.KEEPING.isOneOf(Keeping.KEEP, Keeping.DELETE), handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02");
    assertThat(faultsOf(policy(one, both).requires(Policies.KEEPING)))
        .containsExactly(
            "profile PLAIN: \"one\" and \"both\" both rule what is billed by SUBSCRIPTION,"
                + " {keeping=KEEP}",
            "profile PLAIN: \"one\" and \"both\" both rule what is billed by PAY_AS_YOU_GO,"
                + " {keeping=KEEP}");
    RetentionTable other =
        table("other", Policies.KEEPING.is(Keeping.DELETE), handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02");
    assertThat(policy(one, other).requires(Policies.KEEPING).build().id()).isEqualTo("thing");
  }

  @Test
  void twoRowsForOneOperationInOneStateAreRefused() {
    assertThat(faultsOf(whole(handling().permits(LOCKED, "X-09", Operation.RENEW))))
        .containsExactly(PLACE + "RENEW in LOCKED: there are two rows for it");
    passes(whole(handling().permits(STOPPED, "X-09", Operation.RENEW)));
  }

  @Test
  void twoReleasesForOneBillingModeAreRefused() {
    Duration kept = Duration.ofDays(7);
    assertThat(
            faultsOf(
                whole(
                    handling()
                        .onRelease("X-04", kept, "X-05", PAY_AS_YOU_GO)
                        .onFinalRelease("X-06", SUBSCRIPTION, PAY_AS_YOU_GO))))
        .hasSize(1)
        .first()
        .asString()
        .endsWith(": there are two rows for PAY_AS_YOU_GO");
    passes(
        whole(
            handling()
                .onRelease("X-04", kept, "X-05", PAY_AS_YOU_GO)
                .onFinalRelease("X-06", SUBSCRIPTION)));
  }

  @Test
  void oneStateIsOneStage() {
    assertThat(
            faultsOf(
                bare(handling())
                    .fromDay(1, LOCKED, "X-01")
                    .fromDay(5, LOCKED, "X-02")
                    .fromDay(9, PURGED, "X-03")))
        .containsExactly(PLACE + "stage LOCKED from T + PT96H: does not follow LOCKED");
  }

  @Test
  void stagesDoNotGoBack() {
    assertThat(
            faultsOf(
                bare(handling())
                    .fromDay(1, LOCKED, "X-01")
                    .fromDay(5, RETAINED, "X-02")
                    .fromDay(7, LOCKED, "X-02")
                    .fromDay(9, PURGED, "X-03")))
        .containsExactly(PLACE + "stage LOCKED from T + PT144H: does not follow RETAINED");
  }

  @Test
  void twoProfilesOfOneNameAreRefused() {
    assertThat(faultsOf(policy(whole(handling())).profile("PLAIN", whole(handling()))))
        .containsExactly("two profiles are named PLAIN");
  }

  // An attribute combination with no row.

  @Test
  void aCombinationThatNoTableRulesIsNamed() {
    RetentionTable one =
        table(
                "one",
                Policies.KEEPING.is(Keeping.KEEP).and(billedBy(SUBSCRIPTION)),
                handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02");
    assertThat(faultsOf(policy(one).requires(Policies.KEEPING)))
        .containsExactly(
            "profile PLAIN: no table rules what is billed by SUBSCRIPTION, {keeping=DELETE}",
            "profile PLAIN: no table rules what is billed by PAY_AS_YOU_GO, {keeping=KEEP}",
            "profile PLAIN: no table rules what is billed by PAY_AS_YOU_GO, {keeping=DELETE}");
  }

  @Test
  void anAttributeThatMayBeMissingMakesACombinationOfItsOwn() {
    AttributeKey<Boolean> flag = AttributeKey.ofFlag("flag");
    RetentionTable set =
        table("set", flag.is(true).or(flag.is(false)), handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02");
    RetentionPolicyBuilder optional = policy(set).requires(flag, billedBy(SUBSCRIPTION));
    assertThat(faultsOf(optional))
        .containsExactly("profile PLAIN: no table rules what is billed by PAY_AS_YOU_GO, {}");
    assertThat(policy(set).requires(flag).build().id()).isEqualTo("thing");
  }

  @Test
  void aProfileWithoutTablesRulesNothing() {
    assertThat(faultsOf(policy()))
        .containsExactly(
            "profile PLAIN: no table rules what is billed by SUBSCRIPTION, {}",
            "profile PLAIN: no table rules what is billed by PAY_AS_YOU_GO, {}");
  }

  @Test
  void aTableIsChosenByAttributesAndBillingAlone() {
    for (Condition condition :
        List.of(
            Condition.inArrears().or(Condition.inArrears().negate()),
            Condition.inState(RUNNING).or(Condition.inState(RUNNING).negate()),
            Condition.olderThan(Duration.ZERO).negate().or(Condition.olderThan(Duration.ZERO)))) {
      RetentionTable table =
          table("all", condition, handling().build())
              .fromDay(1, LOCKED, "X-01")
              .fromDay(2, PURGED, "X-02");
      assertThat(faultsOf(table))
          .isNotEmpty()
          .allMatch(
              fault -> fault.endsWith("a table is chosen by attributes and billing mode alone"))
          .allMatch(fault -> fault.startsWith(PLACE + "condition \""));
    }
    passes(
        table("all", Policies.LABEL.beginsWithPart(".", "a").negate(), handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02"));
  }

  // A deadline not after its predecessor's.

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 14, 15})
  void aStageBeginsAfterTheOneBefore(long days) {
    RetentionTable table =
        bare(handling())
            .fromDay(1, LOCKED, "X-01")
            .from(Duration.ofDays(15), RETAINED, "X-02")
            .from(Duration.ofDays(days), PURGED, "X-03");
    assertThat(faultsOf(table))
        .containsExactly(
            PLACE
                + "stage PURGED from T + "
                + Duration.ofDays(days)
                + ": not after the stage RETAINED from T + PT360H");
  }

  @Test
  void aStageThatBeginsANanosecondLaterFollows() {
    passes(
        bare(handling())
            .fromDay(1, LOCKED, "X-01")
            .from(Duration.ofDays(15), RETAINED, "X-02")
            .from(Duration.ofDays(15).plusNanos(1), PURGED, "X-03"));
  }

  @Test
  void theFirstStageBeginsAtT() {
    assertThat(faultsOf(bare(handling()).fromDay(2, LOCKED, "X-01").fromDay(3, PURGED, "X-03")))
        .containsExactly(
            PLACE + "stage LOCKED from T + PT24H: the first stage begins at T itself, fromDay(1)");
    assertThat(
            faultsOf(
                bare(handling())
                    .afterMoreThan(Duration.ZERO, LOCKED, "X-01")
                    .fromDay(3, PURGED, "X-03")))
        .containsExactly(
            PLACE + "stage LOCKED from T + PT0S: the first stage begins at T itself, fromDay(1)");
  }

  @Test
  void aDayIsCountedFromOne() {
    assertThatThrownBy(() -> bare(handling()).fromDay(0, LOCKED, "X-01"))
        .hasMessageContaining("counted from 1");
    assertThatThrownBy(() -> bare(handling()).withoutEnd("X-01")).hasMessageContaining("no stage");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void aReleaseKeepsForASpan(long seconds) {
    Duration kept = Duration.ofSeconds(seconds);
    assertThat(faultsOf(whole(handling().onRelease("X-04", kept, "X-05", PAY_AS_YOU_GO))))
        .hasSize(1)
        .first()
        .asString()
        .endsWith(": kept for " + kept + ", a purge at once is a final release");
    passes(whole(handling().onRelease("X-04", Duration.ofNanos(1), "X-05", PAY_AS_YOU_GO)));
    passes(whole(handling().onReleaseWithoutEnd("X-04", PAY_AS_YOU_GO)));
  }

  @Test
  void aReleaseIsForSomeBillingMode() {
    assertThat(faultsOf(whole(handling().onFinalRelease("X-04"))))
        .containsExactly(PLACE + "release of what is billed by []: for no billing mode");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void aChangeNeverPurgesAtOnce(long seconds) {
    Duration notice = Duration.ofSeconds(seconds);
    assertThat(
            faultsOf(
                policy(whole(handling()))
                    .changes(Policies.KEEPING, FREEZE, always(), notice, "X-07")))
        .containsExactly(
            "changing keeping: notice of " + notice + ", a change never purges at once");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void autoRenewalIsTriedBeforeTheExpiry(long seconds) {
    Duration lead = Duration.ofSeconds(seconds);
    assertThat(faultsOf(policy(whole(handling())).triesAutoRenewal(always(), lead, "X-07")))
        .containsExactly("auto-renewal: lead of " + lead + ", it is tried before the expiry");
    assertThat(
            policy(whole(handling()))
                .triesAutoRenewal(always(), Duration.ofNanos(1), "X-07")
                .build()
                .id())
        .isEqualTo("thing");
  }

  // A purge reachable from RUNNING other than by a final release.

  @Test
  @Tag("ALL-01")
  void aPurgeDoesNotFollowARunningStage() {
    assertThat(faultsOf(bare(handling()).fromDay(1, RUNNING, "X-01").fromDay(16, PURGED, "X-03")))
        .containsExactly(
            PLACE
                + "stage PURGED from T + PT360H: a purge from RUNNING is a final release's alone");
    passes(
        bare(handling())
            .fromDay(1, RUNNING, "X-01")
            .fromDay(16, LOCKED, "X-02")
            .fromDay(17, PURGED, "X-03"));
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPED", "RETAINED", "PURGING", "PURGED", "FORGOTTEN"})
  @Tag("ALL-01")
  void whatRanUntilTIsLockedFirstOrRunsOn(InstanceState state) {
    assertThat(faultsOf(bare(handling()).fromDay(1, state, "X-01").fromDay(9, PURGED, "X-03")))
        .contains(
            PLACE
                + "stage "
                + state
                + " from T + PT0S: what ran until T is locked first or runs on, it is not "
                + state);
  }

  @Test
  @Tag("ALL-01")
  void timeLeadsToNoStateThatSomebodyElseDecides() {
    for (InstanceState state : List.of(STOPPED, PURGING, FORGOTTEN)) {
      RetentionTable table =
          bare(handling()).fromDay(1, RUNNING, "X-01").fromDay(9, state, "X-02").withoutEnd("X-02");
      assertThat(faultsOf(table))
          .containsExactly(
              PLACE
                  + "stage "
                  + state
                  + " from T + PT192H: time alone leads to [RUNNING, LOCKED, RETAINED, PURGED],"
                  + " never to "
                  + state);
    }
  }

  @Test
  @Tag("ALL-01")
  void noOperationPurgesWhatIsNotInTheBin() {
    for (InstanceState state : List.of(RUNNING, STOPPED)) {
      assertThat(faultsOf(whole(handling().permits(state, "X-08", Operation.DESTROY))))
          .containsExactly(
              PLACE
                  + "DESTROY in "
                  + state
                  + ": a purge from "
                  + state
                  + " is a final release's alone");
    }
    passes(whole(handling().permits(LOCKED, "X-08", Operation.DESTROY)));
    passes(whole(handling().permits(RETAINED, "X-08", Operation.DESTROY)));
  }

  @Test
  @Tag("ALL-01")
  @Tag("ALL-10")
  void onlyDestroyPurges() {
    assertThat(faultsOf(whole(handling().permits(LOCKED, "X-08", FREEZE).to(Target.PURGED))))
        .containsExactly(
            PLACE + "acme:FREEZE in LOCKED: leads to PURGED, and DESTROY alone purges");
    assertThat(
            faultsOf(
                whole(handling().permits(LOCKED, "X-08", Operation.DESTROY).to(Target.RUNNING))))
        .containsExactly(PLACE + "DESTROY in LOCKED: leads to RUNNING, and DESTROY alone purges");
    passes(whole(handling().permits(LOCKED, "X-08", FREEZE).to(Target.SAME_STATE)));
  }

  // Operations.

  @Test
  void anOperationLeadsSomewhere() {
    assertThat(faultsOf(whole(handling().permits(RUNNING, "X-08", FREEZE))))
        .containsExactly(PLACE + "acme:FREEZE in RUNNING: leads nowhere, say to(...)");
    passes(whole(handling().permits(RUNNING, "X-08", FREEZE).to(Target.SAME_STATE)));
  }

  @ParameterizedTest
  @EnumSource(names = {"PURGING", "PURGED", "FORGOTTEN"})
  @Tag("ALL-04")
  void nothingLeavesWhatIsOver(InstanceState state) {
    assertThat(faultsOf(whole(handling().permits(state, "X-08", FREEZE).to(Target.RUNNING))))
        .containsExactly(
            PLACE + "acme:FREEZE in " + state + ": nothing leaves that state by a policy's word");
  }

  @Test
  void releaseAndArrearsAreNoRows() {
    for (Operation operation : List.of(Operation.RELEASE, Operation.ARREARS)) {
      assertThat(
              faultsOf(whole(handling().permits(RUNNING, "X-08", operation).to(Target.SAME_STATE))))
          .containsExactly(
              PLACE
                  + operation
                  + " in RUNNING: is not permitted by a row, say onRelease or the stages");
    }
  }

  @Test
  @Tag("ALL-10")
  void whatEveryProductHasIsNoTablesToPermitOrRefuse() {
    for (Operation operation :
        List.of(
            Operation.HOLD,
            Operation.UNHOLD,
            Operation.PROTECT,
            Operation.UNPROTECT,
            Operation.FORGET,
            Operation.RETRY_PURGE)) {
      assertThat(
              faultsOf(whole(handling().permits(RUNNING, "X-08", operation).to(Target.SAME_STATE))))
          .containsExactly(PLACE + operation + " in RUNNING: is not a table's to permit");
      assertThat(
              faultsOf(
                  policy(whole(handling()))
                      .refuses(operation, always(), RefusalCode.HELD, "X-09", "no")))
          .containsExactly(
              "refusing "
                  + operation
                  + " with HELD: every instance of every product has "
                  + operation);
    }
    assertThat(
            faultsOf(
                whole(
                    handling()
                        .permits(RUNNING, "X-08", Operation.CHANGE_BILLING_MODE)
                        .to(Target.SAME_STATE))))
        .containsExactly(PLACE + "CHANGE_BILLING_MODE in RUNNING: is not a table's to permit");
  }

  @Test
  @Tag("SCN-12")
  void payingLeadsBackAndNowhereElse() {
    HandlingBuilder lockedOnly = Handling.builder().purging(EffectType.DELETE_DATA);
    for (Operation pay : List.of(Operation.RENEW, Operation.SETTLE)) {
      assertThat(
              faultsOf(
                  whole(handlingWith(lockedOnly).permits(LOCKED, "X-08", pay).to(Target.STOPPED))))
          .containsExactly(
              PLACE + pay + " in LOCKED: paying leads to STATE_BEFORE_LOCK, not to STOPPED");
      assertThat(
              faultsOf(
                  whole(handlingWith(lockedOnly).permits(RUNNING, "X-08", pay).to(Target.STOPPED))))
          .containsExactly(PLACE + pay + " in RUNNING: paying leads to SAME_STATE, not to STOPPED");
    }
  }

  private static HandlingBuilder handlingWith(HandlingBuilder from) {
    return from.build().toBuilder();
  }

  @Test
  void whatLiesInTheBinIsRebuiltOrRestoredAndNothingElseIs() {
    assertThat(faultsOf(whole(handling().permits(RETAINED, "X-08", Operation.RENEW))))
        .containsExactly(
            PLACE + "RENEW in RETAINED: what lies in the bin is rebuilt or restored, not renewed");
    assertThat(faultsOf(whole(handling().permits(LOCKED, "X-08", Operation.REBUILD))))
        .containsExactly(PLACE + "REBUILD in LOCKED: only what lies in the bin comes back by it");
    assertThat(
            faultsOf(
                whole(handling().permits(LOCKED, "X-08", Operation.RESTORE).to(Target.RUNNING))))
        .containsExactly(PLACE + "RESTORE in LOCKED: only what lies in the bin comes back by it");
    assertThat(
            faultsOf(
                whole(handling().permits(RETAINED, "X-08", Operation.REBUILD).to(Target.RUNNING))))
        .containsExactly(
            PLACE
                + "REBUILD in RETAINED: the source of a rebuild stays where it is, it is not led to"
                + " RUNNING");
    passes(
        whole(
            handling()
                .permits(RETAINED, "X-08", Operation.REBUILD)
                .permits(RETAINED, "X-09", Operation.RESTORE)
                .to(Target.RUNNING)));
  }

  // Effects.

  @Test
  @Tag("ALL-09")
  void effectsStandInTheRulebooksOrderWhereverTheyAre() {
    EffectType[] wrong = {EffectType.NOTIFY_OWNER, EffectType.LOCK_ACCESS};
    String says = ": LOCK_ACCESS is out of order in [NOTIFY_OWNER, LOCK_ACCESS]";
    assertThat(faultsOf(whole(handling().entering(LOCKED, wrong))))
        .containsExactly(PLACE + "entering LOCKED" + says);
    assertThat(
            faultsOf(
                whole(
                    handling()
                        .permits(RUNNING, "X-08", FREEZE)
                        .to(Target.SAME_STATE)
                        .doing(wrong))))
        .containsExactly(PLACE + "acme:FREEZE in RUNNING" + says);
    assertThat(
            faultsOf(
                whole(
                    Handling.builder()
                        .purging(EffectType.DELETE_DATA, EffectType.DELETE_ALL_BACKUPS))))
        .containsExactly(
            PLACE
                + "purging: DELETE_ALL_BACKUPS is out of order in [DELETE_DATA, DELETE_ALL_BACKUPS]");
    passes(whole(handling().entering(LOCKED, EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER)));
  }

  /** The order of SPEC 10, written down by hand. */
  @Test
  @Tag("ALL-09")
  void everyPairOfTheRulebooksOrderIsHeld() {
    List<EffectType> order =
        List.of(
            EffectType.VERIFY_BACKUP,
            EffectType.TAKE_BACKUP,
            EffectType.FORCE_STOP,
            EffectType.DETACH_ASSOCIATIONS,
            EffectType.RELEASE_COMPUTE_WITH_DATA,
            EffectType.NOTIFY_OWNER,
            EffectType.DELETE_OLDER_BACKUPS);
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        assertThat(faultsOf(whole(handling().entering(RETAINED, order.get(j), order.get(i)))))
            .hasSize(1)
            .first()
            .asString()
            .contains(order.get(i) + " is out of order");
        passes(whole(handling().entering(RETAINED, order.get(i), order.get(j))));
      }
    }
  }

  @Test
  @Tag("ALL-09")
  void anEffectStandsOnceAndAThirdPartysOwnAnywhere() {
    assertThat(
            faultsOf(
                whole(handling().entering(LOCKED, EffectType.LOCK_ACCESS, EffectType.LOCK_ACCESS))))
        .containsExactly(PLACE + "entering LOCKED: LOCK_ACCESS twice");
    passes(
        whole(
            handling()
                .entering(LOCKED, EffectType.LOCK_ACCESS, Policies.COPY, EffectType.NOTIFY_OWNER)));
    assertThat(
            faultsOf(
                whole(
                    handling()
                        .entering(
                            LOCKED,
                            EffectType.NOTIFY_OWNER,
                            Policies.COPY,
                            EffectType.LOCK_ACCESS))))
        .hasSize(1);
  }

  @Test
  @Tag("ALL-15")
  void whatDestroysStandsInAReleaseOrAPurgeAlone() {
    String says = " destroys, and only a release or a purge may";
    assertThat(faultsOf(whole(handling().entering(LOCKED, Policies.SHRED))))
        .containsExactly(PLACE + "entering LOCKED: acme:SHRED" + says);
    assertThat(
            faultsOf(
                whole(
                    handling()
                        .entering(
                            RETAINED, EffectType.DELETE_ALL_BACKUPS, EffectType.DELETE_DATA))))
        .containsExactly(
            PLACE + "entering RETAINED: DELETE_ALL_BACKUPS" + says,
            PLACE + "entering RETAINED: DELETE_DATA" + says);
    assertThat(
            faultsOf(
                whole(
                    handling()
                        .permits(RUNNING, "X-08", FREEZE)
                        .to(Target.SAME_STATE)
                        .doing(EffectType.RELEASE_COMPUTE_WITH_DATA))))
        .containsExactly(PLACE + "acme:FREEZE in RUNNING: RELEASE_COMPUTE" + says);
    passes(
        whole(
            handling()
                .entering(
                    RETAINED,
                    EffectType.RELEASE_COMPUTE_WITH_DATA,
                    EffectType.DELETE_OLDER_BACKUPS,
                    Policies.SHRED)));
  }

  @Test
  void effectsThatNothingReadsAreRefused() {
    for (InstanceState state : List.of(RUNNING, STOPPED, PURGING, PURGED, FORGOTTEN)) {
      assertThat(faultsOf(whole(handling().entering(state, EffectType.NOTIFY_OWNER))))
          .containsExactly(
              PLACE + "entering " + state + ": nothing reads it, say doing(...) or purging(...)");
    }
  }

  @Test
  void aPurgeDeletesWhereverItBegins() {
    String says = PLACE + "purging: nothing is deleted";
    HandlingBuilder silent =
        Handling.builder()
            .permits(LOCKED, "X-01", Operation.RENEW)
            .purging(EffectType.NOTIFY_OWNER);
    assertThat(faultsOf(whole(silent))).containsExactly(says);
    RetentionTable endless = bare(silent).fromDay(1, LOCKED, "X-01").withoutEnd("X-01");
    passes(endless);
    // What is done only where it was not done on entry deletes nothing of what lies in the bin.
    assertThat(
            faultsOf(
                whole(
                    Handling.builder()
                        .purgingFirstUnlessRetained(EffectType.RELEASE_COMPUTE_WITH_DATA))))
        .containsExactly(says);
    assertThat(
            faultsOf(
                bare(Handling.builder().permits(LOCKED, "X-01", Operation.DESTROY))
                    .fromDay(1, LOCKED, "X-01")
                    .withoutEnd("X-01")))
        .containsExactly(says);
    HandlingBuilder paid = Handling.builder().permits(LOCKED, "X-01", Operation.RENEW);
    assertThat(
            faultsOf(
                bare(handlingWith(paid).onFinalRelease("X-04", PAY_AS_YOU_GO))
                    .fromDay(1, LOCKED, "X-01")
                    .withoutEnd("X-01")))
        .containsExactly(says);
    assertThat(
            faultsOf(
                bare(handlingWith(paid)
                        .onRelease("X-04", Duration.ofDays(1), "X-05", PAY_AS_YOU_GO))
                    .fromDay(1, LOCKED, "X-01")
                    .withoutEnd("X-01")))
        .containsExactly(says);
    passes(
        bare(handlingWith(paid).onReleaseWithoutEnd("X-04", PAY_AS_YOU_GO))
            .fromDay(1, LOCKED, "X-01")
            .withoutEnd("X-01"));
  }

  // A missing rule id.

  @Test
  void everyLineNamesItsRule() {
    Duration week = Duration.ofDays(7);
    RetentionTable nameless =
        bare(Handling.builder()
                .permits(LOCKED, " ", Operation.RENEW)
                .neverReleased("")
                .onRelease(" ", week, "X-05", PAY_AS_YOU_GO)
                .onRelease("X-04", week, "", SUBSCRIPTION)
                .purging(EffectType.DELETE_DATA))
            .fromDay(1, LOCKED, "")
            .fromDay(2, PURGED, " ");
    assertThat(
            faultsOf(
                policy(nameless)
                    .refuses(FREEZE, always(), RefusalCode.IN_ARREARS, "", "no")
                    .changes(Policies.KEEPING, FREEZE, always(), week, "")
                    .triesAutoRenewal(always(), week, "")
                    .losesAt(Operation.REBUILD, Policies.LABEL, "")
                    .advises(FREEZE, always(), "SLEEP", "", "sleep")
                    .allowsBillingChange(" ")))
        .containsExactly(
            PLACE + "stage LOCKED from T + PT0S: no rule id",
            PLACE + "stage PURGED from T + PT24H: no rule id",
            PLACE + "RENEW in LOCKED: no rule id",
            PLACE + "never released: no rule id",
            PLACE + "release of what is billed by [PAY_AS_YOU_GO]: no rule id",
            PLACE + "release of what is billed by [SUBSCRIPTION]: no rule id",
            "refusing acme:FREEZE with IN_ARREARS: no rule id",
            "changing keeping: no rule id",
            "auto-renewal: no rule id",
            "losing label: no rule id",
            "advising SLEEP: no rule id",
            "changing the billing mode: no rule id");
  }

  @Test
  void aBlankRuleForArrearsIsNone() {
    assertThat(faultsOfPaying(Handling.builder().arrearsAreOnlyRecorded(" ")))
        .containsExactly(
            PLACE
                + "no stages, and no rule that arrears are only recorded: arrearsAreOnlyRecorded");
  }

  // The policy itself.

  @Test
  void aPolicyHasBillingAndProfileIdAndVersion() {
    assertThat(faultsOf(RetentionPolicy.builder("thing", 3)))
        .containsExactly("no billing mode: call billing(...)", "no profile: call profile(...)");
    assertThatThrownBy(() -> RetentionPolicy.builder(" ", 1)).hasMessageContaining("id");
    assertThatThrownBy(() -> RetentionPolicy.builder("thing", 0))
        .hasMessageContaining("counted from 1");
  }

  @Test
  void allFaultsComeAtOnce() {
    RetentionTable bad =
        bare(handling().permits(RUNNING, "X-08", FREEZE).entering(LOCKED, Policies.SHRED))
            .fromDay(1, RUNNING, "")
            .fromDay(1, PURGED, "X-03");
    assertThat(faultsOf(bad))
        .containsExactly(
            PLACE + "stage RUNNING from T + PT0S: no rule id",
            PLACE + "stage PURGED from T + PT0S: not after the stage RUNNING from T + PT0S",
            PLACE + "stage PURGED from T + PT0S: a purge from RUNNING is a final release's alone",
            PLACE + "acme:FREEZE in RUNNING: leads nowhere, say to(...)",
            PLACE + "entering LOCKED: acme:SHRED destroys, and only a release or a purge may");
  }

  @Test
  void thePoliciesOfTheTestsPass() {
    assertThat(
            List.of(
                Policies.shelf(),
                Policies.runner(),
                Policies.patient(),
                Policies.box(),
                Policies.daily()))
        .extracting(RetentionPolicy::id)
        .containsExactly("shelf", "runner", "patient", "box", "daily");
  }

  @Test
  void aConditionIsLookedIntoWhereverItStands() {
    Condition any = Policies.KEEPING.isOneOf(Keeping.KEEP, Keeping.DELETE);
    for (Condition condition :
        List.of(
            any.and(Condition.inArrears().negate()),
            any.and(Condition.inState(RUNNING)),
            Condition.inArrears().or(any),
            Condition.inArrears().negate())) {
      RetentionTable table =
          table("all", condition, handling().build())
              .fromDay(1, LOCKED, "X-01")
              .fromDay(2, PURGED, "X-02");
      assertThat(faultsOf(policy(table).requires(Policies.KEEPING)))
          .containsOnlyOnce(
              PLACE
                  + "condition \""
                  + (condition.describe().contains("arrears") ? "in arrears" : "state RUNNING")
                  + "\": a table is chosen by attributes and billing mode alone");
    }
  }

  @Test
  void aSubscriptionThatNoTableWithoutStagesCanRuleIsNoFault() {
    HandlingBuilder none =
        Handling.builder()
            .permits(RUNNING, "X-01", Operation.SETTLE)
            .arrearsAreOnlyRecorded("X-04");
    RetentionTable paying =
        table("pay", always().and(billedBy(PAY_AS_YOU_GO).and(always())), none.build());
    RetentionTable subscribed =
        table("sub", billedBy(SUBSCRIPTION), handling().build())
            .fromDay(1, LOCKED, "X-01")
            .fromDay(2, PURGED, "X-02");
    assertThat(policy(paying, subscribed).build().id()).isEqualTo("thing");
    assertThat(faultsOf(policy(table("pay", billedBy(SUBSCRIPTION), none.build()))))
        .contains(
            "profile PLAIN, table \"pay\", no stages, and a subscription would expire into nothing");
  }
}
