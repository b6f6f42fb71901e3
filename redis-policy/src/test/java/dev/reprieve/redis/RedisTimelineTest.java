package dev.reprieve.redis;

import static dev.reprieve.redis.RedisLives.payAsYouGo;
import static dev.reprieve.redis.RedisLives.subscription;
import static dev.reprieve.redis.RedisLives.unpaid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens if nobody does anything. */
class RedisTimelineTest {
  private static final String CHINA = RedisPolicy.TAIR_CHINA;

  @Test
  @Tag("RED-01")
  @Tag("RED-03")
  @Tag("RED-09")
  void aSubscriptionRunsOnFor15DaysIsLockedFor15AndRetainedFor7() {
    List<Line> lines = subscription().lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> RUNNING",
            "2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-10T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines).extracting(Line::rule).containsOnly("RED-01");
    assertThat(lines)
        .extracting(Line::effects)
        .containsExactly(
            List.of("NOTIFY_OWNER"),
            List.of("LOCK_ACCESS", "NOTIFY_OWNER"),
            List.of("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER"),
            List.of("DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER"));
    assertThat(lines)
        .extracting(Line::operations)
        .containsExactly(
            List.of("RENEW"),
            List.of("DESTROY", "RENEW"),
            List.of("DESTROY", "REBUILD"),
            List.of());
    assertThat(lines)
        .extracting(Line::nextText)
        .containsExactly(
            "2026-02-16T00:00:00Z LOCKED",
            "2026-03-03T00:00:00Z RETAINED",
            "2026-03-10T00:00:00Z PURGED",
            "nothing");
  }

  @Test
  @Tag("RED-01")
  @Tag("RED-04")
  void payAsYouGoGoesTheSameWayAndItsBillingIsSuspendedWhileLocked() {
    List<Line> lines = unpaid().lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> RUNNING",
            "2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-10T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines.get(1).effects())
        .containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-15T23:59:59.999999Z, SETTLE RUNNING -> RUNNING",
    "2026-02-16T00:00:00Z, SETTLE LOCKED -> RUNNING",
    "2026-02-16T00:00:00.000001Z, SETTLE LOCKED -> RUNNING",
    "2026-03-02T23:59:59.999999Z, SETTLE LOCKED -> RUNNING",
    "2026-03-03T00:00:00Z, SETTLE RETAINED -> RETAINED",
    "2026-03-03T00:00:00.000001Z, SETTLE RETAINED -> RETAINED",
    "2026-03-09T23:59:59.999999Z, SETTLE RETAINED -> RETAINED",
    "2026-03-10T00:00:00Z, SETTLE refused PURGED",
    "2026-03-10T00:00:00.000001Z, SETTLE refused PURGED",
  })
  @Tag("RED-01")
  void theBoundariesOfTheInternationalProfile(String at, String outcome) {
    assertThat(unpaid().at(at).settle().story()).contains(at + " " + outcome);
  }

  @Test
  @Tag("RED-02")
  @Tag("RED-03")
  void inChinaASubscriptionIsLockedAtOnceAndRetainedForEightDays() {
    List<Line> lines = subscription().profile(CHINA).lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-08T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-16T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines).extracting(Line::rule).containsOnly("RED-02");
  }

  @Test
  @Tag("RED-02")
  @Tag("RED-03")
  void inChinaPayAsYouGoRunsOnForADay() {
    List<Line> lines = unpaid().profile(CHINA).lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> RUNNING",
            "2026-02-02T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-02-08T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-16T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines).extracting(Line::rule).containsOnly("RED-02");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T23:59:59.999999Z, SETTLE RUNNING -> RUNNING",
    "2026-02-02T00:00:00Z, SETTLE LOCKED -> RUNNING",
    "2026-02-02T00:00:00.000001Z, SETTLE LOCKED -> RUNNING",
    "2026-02-07T23:59:59.999999Z, SETTLE LOCKED -> RUNNING",
    "2026-02-08T00:00:00Z, SETTLE RETAINED -> RETAINED",
    "2026-02-08T00:00:00.000001Z, SETTLE RETAINED -> RETAINED",
    "2026-02-15T23:59:59.999999Z, SETTLE RETAINED -> RETAINED",
    "2026-02-16T00:00:00Z, SETTLE refused PURGED",
    "2026-02-16T00:00:00.000001Z, SETTLE refused PURGED",
  })
  @Tag("RED-02")
  void theBoundariesOfChinasPayAsYouGo(String at, String outcome) {
    assertThat(unpaid().profile(CHINA).at(at).settle().story()).contains(at + " " + outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59.999999Z, RENEW RUNNING -> RUNNING",
    "2026-02-01T00:00:00Z, RENEW LOCKED -> RUNNING",
    "2026-02-07T23:59:59.999999Z, RENEW LOCKED -> RUNNING",
    "2026-02-08T00:00:00Z, RENEW refused NOT_PERMITTED_IN_STATE",
    "2026-02-08T00:00:00.000001Z, RENEW refused NOT_PERMITTED_IN_STATE",
    "2026-02-15T23:59:59.999999Z, RENEW refused NOT_PERMITTED_IN_STATE",
    "2026-02-16T00:00:00Z, RENEW refused PURGED",
  })
  @Tag("RED-02")
  void theBoundariesOfChinasSubscription(String at, String outcome) {
    assertThat(subscription().profile(CHINA).at(at).renew("2027-01-01T00:00:00Z").story())
        .contains(at + " " + outcome);
  }

  @Test
  @Tag("RED-01")
  void theInternationalProfileIsTheDefault() {
    assertThat(RedisLives.POLICY.defaultProfile().name()).isEqualTo("TAIR_INTERNATIONAL");
  }

  @Test
  @Tag("RED-13")
  void noDeadlineWaitsForAMaintenanceOrBackupWindow() {
    Life windowed =
        subscription()
            .attribute(RedisAttributes.BACKUP_TIME, "13:00Z-14:00Z")
            .attribute(AttributeKey.ofText("maintainStartTime"), "02:00Z")
            .attribute(AttributeKey.ofText("maintainEndTime"), "03:00Z")
            .attribute(AttributeKey.ofText("effectiveTime"), "MaintainTime");
    assertThat(windowed.lines())
        .extracting(line -> line.at().toString())
        .containsExactly(
            "2026-02-01T00:00:00Z",
            "2026-02-16T00:00:00Z",
            "2026-03-03T00:00:00Z",
            "2026-03-10T00:00:00Z");
    assertThat(windowed.at("2026-02-17T12:34:56.789012Z").destroy().last().toString())
        .isEqualTo("2026-02-17T12:34:56.789012Z DESTROY LOCKED -> PURGED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tair.rdb.1g", "redis.master.small.ce", "redis.amber.2g.ee", "redis.basic.large"})
  @Tag("RED-16")
  void theTimelineIsTheSameOnAllDisks(String instanceClass) {
    assertThat(unpaid().attributes(RedisInstance.ofClass(instanceClass).attributes()).story())
        .isEqualTo(unpaid().story())
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "tair.rdb.1g, CLOUD_DISK",
    "tair.scm.standard.1m.4d, CLOUD_DISK",
    "redis.shard.small.2.ce, CLOUD_DISK",
    "redis.logic.sharding.1g.ee, CLOUD_DISK",
    "redis.master.small.default, CLASSIC",
    "redis.tair.small, CLASSIC",
    "redis.ce.small, CLASSIC",
    "redis.small.free, CLASSIC",
    "tairless, CLASSIC",
  })
  @Tag("RED-16")
  void theClassTellsCloudDisksFromClassicOnes(String instanceClass, RedisDiskForm form) {
    assertThat(RedisDiskForm.ofClass(instanceClass)).isEqualTo(form);
    assertThat(RedisInstance.ofClass(instanceClass).diskForm()).isEqualTo(form);
  }

  @Test
  @Tag("RED-05")
  @Tag("RED-03")
  void aReleasedInstanceIsPurgedSevenDaysLaterUnderEveryProfile() {
    for (String profile : List.of(RedisPolicy.TAIR_INTERNATIONAL, CHINA)) {
      List<Line> lines =
          payAsYouGo().profile(profile).at("2026-03-01T12:34:56.000001Z").release().lines();
      assertThat(lines)
          .extracting(Line::toString)
          .containsExactly(
              "2026-03-01T12:34:56.000001Z RELEASE RUNNING -> RETAINED",
              "2026-03-08T12:34:56.000001Z DEADLINE RETAINED -> PURGED");
      assertThat(lines).extracting(Line::rule).containsOnly("RED-05");
      assertThat(lines.get(0).effects())
          .containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
      assertThat(lines.get(0).decision().effects().get(1).type().destructive()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-08T11:59:59.999999Z, REBUILD RETAINED -> RETAINED",
    "2026-03-08T12:00:00Z, REBUILD refused PURGED",
    "2026-03-08T12:00:00.000001Z, REBUILD refused PURGED",
  })
  @Tag("RED-05")
  void sevenDaysAreSevenTimes24Hours(String at, String outcome) {
    assertThat(payAsYouGo().at("2026-03-01T12:00:00Z").release().at(at).rebuild("r2").story())
        .contains(at + " " + outcome);
  }
}
