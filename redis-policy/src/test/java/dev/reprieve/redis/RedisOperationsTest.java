package dev.reprieve.redis;

import static dev.reprieve.redis.RedisLives.payAsYouGo;
import static dev.reprieve.redis.RedisLives.subscription;
import static dev.reprieve.redis.RedisLives.unpaid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Decision;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be asked, and what comes of it. */
class RedisOperationsTest {
  @Test
  @Tag("RED-04")
  void settlingResumesTheBillingThatTheLockSuspended() {
    Line settled = unpaid().at("2026-02-20T00:00:00Z").settle().last();
    assertThat(settled.toString()).isEqualTo("2026-02-20T00:00:00Z SETTLE LOCKED -> RUNNING");
    assertThat(settled.effects()).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(settled.rule()).isEqualTo("RED-04");
    assertThat(settled.nextText()).isEqualTo("nothing");
  }

  @Test
  @Tag("RED-04")
  void thereIsNoBillingToSuspendOfASubscription() {
    List<Line> lines =
        subscription()
            .at("2026-02-20T00:00:00Z")
            .renew("2026-03-20T00:00:00Z")
            .until("2026-02-20T00:00:00Z")
            .lines();
    assertThat(lines.get(1).effects()).containsExactly("LOCK_ACCESS", "NOTIFY_OWNER");
    assertThat(lines.get(2).effects()).containsExactly("UNLOCK_ACCESS");
  }

  @Test
  @Tag("RED-05")
  void aSubscriptionIsNotReleasedByHand() {
    Line refused =
        subscription()
            .at("2026-01-10T00:00:00Z")
            .releaseForGood()
            .until("2026-01-10T00:00:00Z")
            .last();
    assertThat(refused.toString())
        .isEqualTo("2026-01-10T00:00:00Z RELEASE refused NOT_PERMITTED_FOR_BILLING_MODE");
    assertThat(refused.rule()).isEqualTo("RED-05");
  }

  @Test
  @Tag("RED-05")
  void onlyARunningInstanceIsReleasedByHand() {
    assertThat(
            unpaid()
                .at("2026-02-20T00:00:00Z")
                .release()
                .at("2026-03-05T00:00:00Z")
                .release()
                .story())
        .contains(
            "2026-02-20T00:00:00Z RELEASE refused NOT_PERMITTED_IN_STATE",
            "2026-03-05T00:00:00Z RELEASE refused NOT_PERMITTED_IN_STATE");
    assertThat(unpaid().at("2026-02-10T00:00:00Z").release().story())
        .endsWith(
            "2026-02-10T00:00:00Z RELEASE RUNNING -> RETAINED",
            "2026-02-17T00:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @Test
  @Tag("RED-06")
  void whatIsLockedIsUnlockedByPayingAndWhatIsRetainedIsNot() {
    assertThat(
            subscription()
                .at("2026-02-20T00:00:00Z")
                .renew("2026-02-21T00:00:00Z")
                .at("2026-03-24T00:00:00Z")
                .renew("2027-01-01T00:00:00Z")
                .story())
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> RUNNING",
            "2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-02-20T00:00:00Z RENEW LOCKED -> RUNNING",
            "2026-02-21T00:00:00Z EXPIRY RUNNING -> RUNNING",
            "2026-03-08T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-03-23T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-24T00:00:00Z RENEW refused NOT_PERMITTED_IN_STATE",
            "2026-03-30T00:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @Test
  @Tag("RED-06")
  void nothingIsRebuiltOrDestroyedWhileItRuns() {
    assertThat(
            payAsYouGo()
                .at("2026-02-20T00:00:00Z")
                .rebuild("r2")
                .at("2026-02-20T00:00:00Z")
                .destroy()
                .story())
        .containsExactly(
            "2026-02-20T00:00:00Z REBUILD refused NOT_PERMITTED_IN_STATE",
            "2026-02-20T00:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE");
    assertThat(subscription().at("2026-02-20T00:00:00Z").rebuild("r2").story())
        .contains("2026-02-20T00:00:00Z REBUILD refused NOT_PERMITTED_IN_STATE");
    assertThat(payAsYouGo().at("2026-02-20T00:00:00Z").restore().story())
        .containsExactly("2026-02-20T00:00:00Z RESTORE refused NOT_PERMITTED_FOR_PRODUCT");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-20T00:00:00Z, LOCKED, true",
    "2026-03-05T00:00:00Z, RETAINED, false",
  })
  @Tag("RED-08")
  void destroyingDeletesTheInstanceAndItsBackupsForEver(
      String at, InstanceState from, boolean computeToo) {
    List<Line> lines = unpaid().at(at).destroy().at("2026-03-06T00:00:00Z").settle().lines();
    Line destroyed = lines.get(lines.size() - 2);
    assertThat(destroyed.toString()).isEqualTo(at + " DESTROY " + from + " -> PURGED");
    assertThat(destroyed.rule()).isEqualTo("RED-08");
    assertThat(destroyed.effects())
        .containsExactlyElementsOf(
            computeToo
                ? List.of("RELEASE_COMPUTE", "DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER")
                : List.of("DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER"));
    assertThat(lines.get(lines.size() - 1).toString())
        .isEqualTo("2026-03-06T00:00:00Z SETTLE refused PURGED");
  }

  @Test
  @Tag("RED-08")
  void whatIsProtectedOrHeldIsNotDestroyed() {
    assertThat(unpaid().releaseProtected().at("2026-03-05T00:00:00Z").destroy().story())
        .contains("2026-03-05T00:00:00Z DESTROY refused RELEASE_PROTECTED");
    assertThat(
            unpaid()
                .at("2026-03-04T00:00:00Z")
                .hold("2026-03-06T00:00:00Z")
                .at("2026-03-05T23:59:59.999999Z")
                .destroy()
                .at("2026-03-06T00:00:00Z")
                .destroy()
                .story())
        .endsWith(
            "2026-03-05T23:59:59.999999Z DESTROY refused HELD",
            "2026-03-06T00:00:00Z DESTROY RETAINED -> PURGED");
  }

  @Test
  @Tag("RED-09")
  void enteringTheBinNotifiesTheOwnerHoweverItIsEntered() {
    for (Life life :
        List.of(
            subscription().until("2026-03-03T00:00:00Z"),
            unpaid().until("2026-03-03T00:00:00Z"),
            unpaid().profile(RedisPolicy.TAIR_CHINA).until("2026-02-08T00:00:00Z"),
            payAsYouGo().at("2026-02-05T00:00:00Z").release().until("2026-02-05T00:00:00Z"))) {
      assertThat(life.last().to()).isEqualTo(InstanceState.RETAINED);
      assertThat(life.last().effects()).endsWith("NOTIFY_OWNER");
    }
  }

  private static final RedisInstance SOURCE =
      RedisInstance.ofClass("redis.master.small.default")
          .name("sessions")
          .securityIps("10.0.0.0/8", "192.168.1.1")
          .securityGroups("sg-1", "sg-2")
          .port(6380)
          .config("maxmemory-policy=allkeys-lru")
          .backup("13:00Z-14:00Z", "Monday", "Friday");

  private static Decision rebuilt(RedisInstance overrides) {
    return payAsYouGo()
        .attributes(SOURCE.attributes())
        .at("2026-02-05T00:00:00Z")
        .release()
        .event(RedisRebuild.event(Instant.parse("2026-02-06T00:00:00Z"), "r2", null, overrides))
        .until("2026-02-06T00:00:00Z")
        .lines()
        .get(1)
        .decision();
  }

  @Test
  @Tag("RED-07")
  void aRebuildBringsBackEverySettingButTheSecurityGroups() {
    RedisRebuild rebuild = RedisRebuild.of(rebuilt(null));
    assertThat(rebuild.newInstance().id()).isEqualTo("r2");
    assertThat(rebuild.comesBack()).containsExactly(RedisSetting.values());
    assertThat(rebuild.setAnew()).isEmpty();
    assertThat(rebuild.securityGroupsToConfigure()).containsExactly("sg-1", "sg-2");
    assertThat(rebuild.configuration().securityIps()).containsExactly("10.0.0.0/8", "192.168.1.1");
    assertThat(rebuild.configuration().securityGroups()).isEmpty();
    assertThat(rebuild.configuration().name()).isEqualTo("sessions");
    assertThat(rebuild.configuration().port()).isEqualTo(6380);
    assertThat(rebuild.configuration().config()).isEqualTo("maxmemory-policy=allkeys-lru");
    assertThat(rebuild.configuration().backupDays()).containsExactly("Monday", "Friday");
    assertThat(rebuild.configuration().backupTime()).isEqualTo("13:00Z-14:00Z");
  }

  @Test
  @Tag("RED-07")
  void anExplicitNewValueWinsAndANameLeftEmptyComesBack() {
    RedisRebuild rebuild =
        RedisRebuild.of(rebuilt(RedisInstance.ofClass("tair.rdb.1g").name(" ").port(6379)));
    assertThat(rebuild.configuration().port()).isEqualTo(6379);
    assertThat(rebuild.configuration().instanceClass()).isEqualTo("tair.rdb.1g");
    assertThat(rebuild.configuration().name()).isEqualTo("sessions");
    assertThat(rebuild.setAnew()).containsExactly(RedisSetting.PORT);
    assertThat(rebuild.comesBack())
        .containsExactly(
            RedisSetting.IP_WHITELISTS,
            RedisSetting.NAME,
            RedisSetting.PARAMETERS,
            RedisSetting.BACKUP_CYCLE,
            RedisSetting.BACKUP_TIME);
    RedisRebuild renamed = RedisRebuild.of(rebuilt(RedisInstance.ofUnknownClass().name("other")));
    assertThat(renamed.configuration().name()).isEqualTo("other");
  }

  @Test
  @Tag("RED-07")
  void theHostIsToldToCarryThePasswordOverAndWhatIsToBeConfigured() {
    Decision rebuilt = rebuilt(null);
    assertThat(rebuilt.effects()).hasSize(1);
    assertThat(rebuilt.effects().get(0).type().name()).isEqualTo("CREATE_INSTANCE");
    assertThat(rebuilt.effects().get(0).details())
        .containsEntry("carryOver", "accountPassword")
        .containsEntry("toConfigure", "securityGroups")
        .containsEntry("newId", "r2");
    assertThat(rebuilt.rule()).isEqualTo("RED-07");
  }

  @Test
  @Tag("RED-07")
  void theSourceKeepsItsDeadlineAndTheNewOneItsBilling() {
    List<Line> lines =
        subscription()
            .at("2026-03-04T00:00:00Z")
            .rebuild("r2", "2026-06-01T00:00:00Z")
            .until("2026-03-04T00:00:00Z")
            .lines();
    assertThat(lines.get(3).toString())
        .isEqualTo("2026-03-04T00:00:00Z REBUILD RETAINED -> RETAINED");
    assertThat(lines.get(3).nextText()).isEqualTo("2026-03-10T00:00:00Z PURGED");
    assertThat(lines.get(4).instance()).isEqualTo("r2");
    assertThat(lines.get(4).nextText()).isEqualTo("2026-06-01T00:00:00Z RUNNING");
    assertThat(lines.get(4).decision().after().billing()).isEqualTo(BillingMode.SUBSCRIPTION);
  }

  @Test
  @Tag("RED-07")
  void anyOtherDecisionIsNoRebuild() {
    Decision release = payAsYouGo().at("2026-02-05T00:00:00Z").release().lines().get(0).decision();
    assertThatThrownBy(() -> RedisRebuild.of(release))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rebuild");
  }

  @Test
  @Tag("RED-17")
  void anUnpaidInstanceIsRebuiltOnlyOnceTheArrearsAreSettled() {
    List<Line> lines =
        unpaid()
            .at("2026-03-04T00:00:00Z")
            .rebuild("r2")
            .at("2026-03-05T00:00:00Z")
            .settle()
            .at("2026-03-06T00:00:00Z")
            .rebuild("r2")
            .until("2026-03-06T00:00:00Z")
            .lines();
    assertThat(lines.subList(2, 7))
        .extracting(Line::toString)
        .containsExactly(
            "2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-04T00:00:00Z REBUILD refused IN_ARREARS",
            "2026-03-05T00:00:00Z SETTLE RETAINED -> RETAINED",
            "2026-03-06T00:00:00Z REBUILD RETAINED -> RETAINED",
            "2026-03-06T00:00:00Z REBUILD null -> RUNNING");
    assertThat(lines.get(2).operations()).containsExactly("DESTROY", "SETTLE");
    assertThat(lines.get(3).rule()).isEqualTo("RED-17");
    assertThat(lines.get(4).nextText()).isEqualTo("2026-03-10T00:00:00Z PURGED");
    assertThat(lines.get(4).operations()).containsExactly("DESTROY", "REBUILD");
  }

  @Test
  @Tag("RED-17")
  void whatWasReleasedByHandAndPaidForIsRebuiltAtOnce() {
    assertThat(
            payAsYouGo()
                .at("2026-02-05T00:00:00Z")
                .release()
                .at("2026-02-05T00:00:00Z")
                .rebuild("r2")
                .story())
        .contains("2026-02-05T00:00:00Z REBUILD RETAINED -> RETAINED");
  }

  @Test
  @Tag("RED-14")
  void terraformForgetsWhatIsPrepaidAndReleasesWhatIsPostpaid() {
    assertThat(RedisTerraform.onDelete(BillingMode.SUBSCRIPTION)).isEqualTo(Operation.FORGET);
    assertThat(RedisTerraform.onDelete(BillingMode.PAY_AS_YOU_GO)).isEqualTo(Operation.RELEASE);
    assertThatThrownBy(() -> RedisTerraform.onDelete(BillingMode.SPOT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
