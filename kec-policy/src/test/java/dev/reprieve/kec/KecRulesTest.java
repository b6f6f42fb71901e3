package dev.reprieve.kec;

import static dev.reprieve.kec.KecLives.billedBy;
import static dev.reprieve.kec.KecLives.daily;
import static dev.reprieve.kec.KecLives.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.BillingMode;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the vendor's page, line by line. */
class KecRulesTest {
  @Test
  @Tag("KEC-01")
  void aSubscriptionIsLockedForSevenDaysAndPurgedWithoutEverBeingInTheBin() {
    List<Line> lines = subscription().lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-08T00:00:00Z DEADLINE LOCKED -> PURGED");
    assertThat(lines).extracting(Line::rule).containsExactly("KEC-01", "KEC-01");
    assertThat(lines.get(0).effects()).containsExactly("LOCK_ACCESS", "NOTIFY_OWNER");
    assertThat(lines.get(0).operations()).containsExactly("RENEW");
    assertThat(lines.get(1).effects())
        .containsExactly("FORCE_STOP", "DETACH_ASSOCIATIONS", "DELETE_DATA", "NOTIFY_OWNER");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-07T23:59:59.999999Z, RENEW LOCKED -> RUNNING",
    "2026-02-08T00:00:00Z, RENEW refused PURGED",
    "2026-02-08T00:00:00.000001Z, RENEW refused PURGED",
  })
  @Tag("KEC-01")
  void itIsRenewableUntilTheSeventhDayIsOver(String at, String outcome) {
    assertThat(subscription().at(at).renew("2026-12-01T00:00:00Z").story())
        .contains(at + " " + outcome);
  }

  @Test
  @Tag("KEC-01")
  void aRenewalBringsBackTheStateThatItsUserHadLeftItIn() {
    assertThat(
            subscription()
                .at("2026-01-10T00:00:00Z")
                .stop()
                .at("2026-02-03T00:00:00Z")
                .renew("2026-03-03T00:00:00Z")
                .at("2026-02-04T00:00:00Z")
                .start()
                .until("2026-02-28T00:00:00Z")
                .story())
        .containsExactly(
            "2026-01-10T00:00:00Z STOP RUNNING -> STOPPED",
            "2026-02-01T00:00:00Z EXPIRY STOPPED -> LOCKED",
            "2026-02-03T00:00:00Z RENEW LOCKED -> STOPPED",
            "2026-02-04T00:00:00Z START STOPPED -> RUNNING");
  }

  @Test
  @Tag("KEC-01")
  void aSubscriptionIsNeitherReleasedNorDestroyedByHand() {
    assertThat(
            subscription()
                .at("2026-01-10T00:00:00Z")
                .releaseForGood()
                .at("2026-02-02T00:00:00Z")
                .releaseForGood()
                .at("2026-02-03T00:00:00Z")
                .destroy()
                .until("2026-02-03T00:00:00Z")
                .story())
        .containsExactly(
            "2026-01-10T00:00:00Z RELEASE refused NOT_PERMITTED_FOR_BILLING_MODE",
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-02T00:00:00Z RELEASE refused NOT_PERMITTED_FOR_BILLING_MODE",
            "2026-02-03T00:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE");
  }

  @Test
  @Tag("KEC-02")
  @Tag("KEC-04")
  @Tag("KEC-06")
  void payByDailyConfigIsReleasedIntoTheBinAndPurgedAfterTwoHours() {
    List<Line> lines = daily().at("2026-02-03T10:00:00Z").release().lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-03T10:00:00Z RELEASE RUNNING -> RETAINED",
            "2026-02-03T12:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines).extracting(Line::rule).containsExactly("KEC-02", "KEC-04");
    assertThat(lines.get(0).effects())
        .containsExactly("FORCE_STOP", "DETACH_ASSOCIATIONS", "NOTIFY_OWNER");
    assertThat(lines.get(0).operations()).containsExactly("DESTROY", "RESTORE");
    assertThat(lines.get(0).nextText()).isEqualTo("2026-02-03T12:00:00Z PURGED");
    assertThat(lines.get(1).effects()).containsExactly("DELETE_DATA", "NOTIFY_OWNER");
  }

  @Test
  @Tag("KEC-02")
  void aStoppedOneIsReleasedTheSameWay() {
    assertThat(
            daily().at("2026-02-03T10:00:00Z").stop().at("2026-02-03T11:00:00Z").release().story())
        .endsWith(
            "2026-02-03T11:00:00Z RELEASE STOPPED -> RETAINED",
            "2026-02-03T13:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T08:59:59.999999Z, RELEASE refused TOO_YOUNG",
    "2026-02-01T09:00:00Z, RELEASE refused TOO_YOUNG",
    "2026-02-01T09:00:00.000001Z, RELEASE RUNNING -> RETAINED",
  })
  @Tag("KEC-03")
  void itMustHaveBeenCreatedMoreThanOneHourAgo(String at, String outcome) {
    assertThat(daily().at(at).release().story()).contains(at + " " + outcome);
  }

  @Test
  @Tag("KEC-03")
  void theRefusalSaysFromWhenItIsPermitted() {
    Line refused = daily().at("2026-02-01T08:30:00Z").release().last();
    assertThat(refused.rule()).isEqualTo("KEC-03");
    assertThat(refused.refusal().permittedFrom()).isEqualTo(Instant.parse("2026-02-01T09:00:00Z"));
    assertThat(refused.refusal().message()).contains("2026-02-01T09:00:00Z");
  }

  @Test
  @Tag("KEC-03")
  void aRestoreDoesNotMakeItYoungAgain() {
    assertThat(
            daily()
                .at("2026-02-03T10:00:00Z")
                .release()
                .at("2026-02-03T11:00:00Z")
                .restore()
                .at("2026-02-03T11:00:00.000001Z")
                .release()
                .story())
        .endsWith(
            "2026-02-03T11:00:00.000001Z RELEASE STOPPED -> RETAINED",
            "2026-02-03T13:00:00.000001Z DEADLINE RETAINED -> PURGED");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-03T11:59:59.999999Z, RESTORE RETAINED -> STOPPED",
    "2026-02-03T12:00:00Z, RESTORE RETAINED -> STOPPED",
    "2026-02-03T12:00:00.000001Z, RESTORE refused PURGED",
  })
  @Tag("KEC-04")
  void atExactlyTwoHoursItCanStillBeRestored(String at, String outcome) {
    assertThat(daily().at("2026-02-03T10:00:00Z").release().at(at).restore().story())
        .contains(at + " " + outcome);
  }

  @Test
  @Tag("KEC-04")
  void aPurgeThatAHoldKeptWaitingComesExactlyAtItsEnd() {
    assertThat(
            daily()
                .at("2026-02-03T10:00:00Z")
                .release()
                .at("2026-02-03T10:30:00Z")
                .hold("2026-02-03T15:00:00Z")
                .at("2026-02-03T15:00:00Z")
                .restore()
                .story())
        .endsWith(
            "2026-02-03T15:00:00Z DEADLINE RETAINED -> PURGED",
            "2026-02-03T15:00:00Z RESTORE refused PURGED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAY_AS_YOU_GO", "SPOT"})
  @Tag("KEC-05")
  void payAsYouGoAndSpotAreReleasedForGoodAndOnlyOnceThatIsConfirmed(String billing) {
    List<Line> lines =
        billedBy(new BillingMode(billing))
            .at("2026-02-01T08:00:00.000001Z")
            .release()
            .at("2026-02-01T08:00:00.000002Z")
            .releaseForGood()
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T08:00:00.000001Z RELEASE refused CONFIRMATION_REQUIRED",
            "2026-02-01T08:00:00.000002Z RELEASE RUNNING -> PURGED");
    assertThat(lines.get(0).refusal().message()).contains("final");
    assertThat(lines.get(1).rule()).isEqualTo("KEC-05");
    assertThat(lines.get(1).effects())
        .containsExactly("FORCE_STOP", "DETACH_ASSOCIATIONS", "DELETE_DATA", "NOTIFY_OWNER");
  }

  @Test
  @Tag("KEC-05")
  void aHoldOrAProtectionForbidsAFinalRelease() {
    Life held =
        billedBy(BillingMode.SPOT)
            .at("2026-02-02T00:00:00Z")
            .hold()
            .at("2026-02-03T00:00:00Z")
            .releaseForGood();
    assertThat(held.story()).endsWith("2026-02-03T00:00:00Z RELEASE refused HELD");
    assertThat(
            billedBy(BillingMode.SPOT)
                .releaseProtected()
                .at("2026-02-03T00:00:00Z")
                .releaseForGood()
                .story())
        .containsExactly("2026-02-03T00:00:00Z RELEASE refused RELEASE_PROTECTED");
  }

  @Test
  @Tag("KEC-06")
  @Tag("KEC-07")
  void whatWasAttachedIsRecordedInTheBinAndReportedAsLostByTheRestore() {
    Association address = new Association("EIP", "eip-1");
    Association balancer = new Association("SLB", "lb, with a comma");
    List<Line> lines =
        daily()
            .attributes(KecInstance.ofType("N3.2B", address, balancer).attributes())
            .at("2026-02-03T10:00:00Z")
            .release()
            .at("2026-02-03T11:00:00Z")
            .restore()
            .at("2026-02-03T11:30:00Z")
            .start()
            .lines();
    assertThat(KecAssociations.of(lines.get(0).decision().after()))
        .containsExactly(address, balancer);
    assertThat(KecAssociations.lostBy(lines.get(0).decision())).isEmpty();
    assertThat(KecAssociations.lostBy(lines.get(1).decision())).containsExactly(address, balancer);
    assertThat(KecAssociations.of(lines.get(1).decision().after())).isEmpty();
    assertThat(KecAssociations.lostBy(lines.get(2).decision())).isEmpty();
  }

  @Test
  @Tag("KEC-07")
  void aRestoredInstanceIsStoppedUntilItsUserStartsItAndIsNotTakenAgain() {
    List<Line> lines =
        daily()
            .at("2026-02-03T10:00:00Z")
            .release()
            .at("2026-02-03T11:00:00Z")
            .restore()
            .at("2026-02-10T00:00:00Z")
            .start()
            .until("2126-01-01T00:00:00Z")
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-03T10:00:00Z RELEASE RUNNING -> RETAINED",
            "2026-02-03T11:00:00Z RESTORE RETAINED -> STOPPED",
            "2026-02-10T00:00:00Z START STOPPED -> RUNNING");
    assertThat(lines.get(1).rule()).isEqualTo("KEC-07");
    assertThat(lines.get(1).effects()).isEmpty();
    assertThat(lines.get(1).nextText()).isEqualTo("nothing");
    assertThat(lines.get(2).effects()).containsExactly("START_INSTANCE");
  }

  @Test
  @Tag("KEC-07")
  void anInstanceWithoutAssociationsLosesNone() {
    Line restored =
        daily().at("2026-02-03T10:00:00Z").release().at("2026-02-03T11:00:00Z").restore().last();
    assertThat(KecAssociations.lostBy(restored.decision())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PAY_BY_DAILY_CONFIG, RUNNING, 2026-02-03T00:00:00Z",
    "PAY_AS_YOU_GO, RUNNING, 2026-02-03T00:00:00Z",
    "SPOT, RUNNING, 2026-02-03T00:00:00Z",
  })
  @Tag("KEC-11")
  void arrearsAreRecordedAndNothingElse(String billing, String state, String at) {
    List<Line> lines =
        billedBy(new BillingMode(billing))
            .at(at)
            .arrears()
            .at("2027-02-03T00:00:00Z")
            .settle()
            .until("2126-01-01T00:00:00Z")
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            at + " ARREARS " + state + " -> " + state,
            "2027-02-03T00:00:00Z SETTLE " + state + " -> " + state);
    assertThat(lines.get(0).rule()).isEqualTo("KEC-11");
    assertThat(lines.get(0).effects()).containsExactly("NOTIFY_OWNER");
    assertThat(lines.get(0).nextText()).isEqualTo("nothing");
    assertThat(lines.get(0).decision().after().arrearsSince()).isEqualTo(Instant.parse(at));
    assertThat(lines.get(1).decision().after().arrearsSince()).isNull();
  }

  @Test
  @Tag("KEC-11")
  void arrearsInTheBinMoveNoDeadlineAndSurviveARestoreAsAFact() {
    List<Line> lines =
        daily()
            .at("2026-02-03T10:00:00Z")
            .release()
            .at("2026-02-03T11:00:00Z")
            .arrears()
            .at("2026-02-03T12:00:00Z")
            .restore()
            .lines();
    assertThat(lines.get(1).nextText()).isEqualTo("2026-02-03T12:00:00Z PURGED");
    assertThat(lines.get(2).toString())
        .isEqualTo("2026-02-03T12:00:00Z RESTORE RETAINED -> STOPPED");
    assertThat(lines.get(2).decision().after().arrearsSince())
        .isEqualTo(Instant.parse("2026-02-03T11:00:00Z"));
    assertThat(lines.get(2).nextText()).isEqualTo("nothing");
  }

  @Test
  @Tag("KEC-12")
  void inTheBinItMayBeDestroyedNowAndNowhereElse() {
    List<Line> lines =
        daily()
            .at("2026-02-03T09:00:00Z")
            .destroy()
            .at("2026-02-03T10:00:00Z")
            .release()
            .at("2026-02-03T10:00:00.000001Z")
            .destroy()
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-03T09:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE",
            "2026-02-03T10:00:00Z RELEASE RUNNING -> RETAINED",
            "2026-02-03T10:00:00.000001Z DESTROY RETAINED -> PURGED");
    assertThat(lines.get(2).rule()).isEqualTo("KEC-12");
    assertThat(lines.get(2).effects()).containsExactly("DELETE_DATA", "NOTIFY_OWNER");
  }

  @Test
  @Tag("KEC-02")
  void thereIsNoRebuild() {
    assertThat(daily().at("2026-02-03T10:00:00Z").rebuild("k2").story())
        .containsExactly("2026-02-03T10:00:00Z REBUILD refused NOT_PERMITTED_FOR_PRODUCT");
  }
}
