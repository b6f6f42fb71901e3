package dev.reprieve.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.testkit.TestHost;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host sees, with the settings that a host has. */
class RedisHostTest {
  private static final InstanceKey KEY = RedisInstance.key("acme", "eu-central-1", "r-1");
  private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");
  private static final RedisInstance INSTANCE = RedisInstance.ofClass("tair.rdb.1g");

  private static TestHost autoRenewed(String profile) {
    TestHost host =
        TestHost.at(
            Instant.parse("2026-01-01T00:00:00Z"),
            Interpreter.Settings.DEFAULT.withNotices(),
            RedisLives.POLICY);
    host.register(
        INSTANCE.autoRenewedSubscription(KEY, "billing", END, 1).profile(profile).unprotected());
    return host;
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  @Test
  @Tag("RED-10")
  void autoRenewalIsTriedOnceSevenDaysBeforeTheExpiry() {
    TestHost host = autoRenewed(RedisPolicy.TAIR_INTERNATIONAL);
    host.runTo("2026-01-24T23:59:59.999999Z");
    assertThat(host.handed()).isEmpty();
    host.runTo("2026-01-25T00:00:00Z");
    assertThat(host.handed()).containsExactly("TRY_AUTO_RENEW");
    EffectRequest request = host.requests().get(0);
    assertThat(request.effect().rule()).isEqualTo("RED-10");
    assertThat(RedisInstance.of(request.instance()).autoRenewalMonths()).isEqualTo(1);
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RUNNING);
    host.runTo("2026-01-31T23:59:59.999999Z");
    assertThat(host.handed()).containsExactly("TRY_AUTO_RENEW");
  }

  @Test
  @Tag("RED-10")
  void whereNoRenewalAnswersItTheInstanceExpiresAndItIsNotTriedAgain() {
    TestHost host = autoRenewed(RedisPolicy.TAIR_CHINA).runTo("2026-02-10T00:00:00Z");
    assertThat(host.handed())
        .containsExactly(
            "TRY_AUTO_RENEW",
            "LOCK_ACCESS",
            "NOTIFY_OWNER",
            "TAKE_BACKUP",
            "RELEASE_COMPUTE",
            "NOTIFY_OWNER");
  }

  @Test
  @Tag("RED-10")
  void aRenewalAnswersItAndArmsItForTheNextTerm() {
    TestHost host = autoRenewed(RedisPolicy.TAIR_CHINA).runTo("2026-01-26T00:00:00Z");
    Answer renewed =
        host.engine()
            .report(KEY, Event.renew(at("2026-01-26T00:00:00Z"), at("2026-03-01T00:00:00Z")));
    assertThat(renewed.isApplied()).isTrue();
    host.runTo("2026-02-21T23:59:59.999999Z");
    assertThat(host.handed()).containsExactly("TRY_AUTO_RENEW");
    host.runTo("2026-02-22T00:00:00Z");
    assertThat(host.handed()).containsExactly("TRY_AUTO_RENEW", "TRY_AUTO_RENEW");
  }

  @Test
  @Tag("RED-10")
  void withoutAutoRenewalNothingIsTried() {
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", RedisLives.POLICY);
    host.register(INSTANCE.subscription(KEY, "billing", END).unprotected());
    InstanceKey paid = KEY.withId("r-2");
    host.register(INSTANCE.payAsYouGo(paid, "billing").unprotected());
    host.runTo("2026-01-31T23:59:59.999999Z");
    assertThat(host.handed()).isEmpty();
  }

  @Test
  @Tag("RED-10")
  @Tag("ALL-02")
  void aSweepThatComesOnlyAfterTheExpiryTriesNothingAndRecordsWhenTheExpiryWasDue() {
    TestHost host = autoRenewed(RedisPolicy.TAIR_CHINA).clock("2026-02-01T06:00:00Z");
    List<Decision> steps = host.engine().sweep().steps();
    host.engine().deliver();
    assertThat(host.handed()).containsExactly("LOCK_ACCESS", "NOTIFY_OWNER");
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).dueAt()).isEqualTo(END);
    assertThat(steps.get(0).at()).isEqualTo(at("2026-02-01T06:00:00Z"));
  }

  @Test
  @Tag("RED-10")
  @Tag("ALL-07")
  void aRenewalFromBeforeTheExpiryWinsOverItThoughNoSweepHasTriedTheAutoRenewal() {
    TestHost host = autoRenewed(RedisPolicy.TAIR_CHINA).clock("2026-02-01T06:00:00Z");
    Answer renewed =
        host.engine()
            .report(KEY, Event.renew(at("2026-01-31T23:00:00Z"), at("2026-03-01T00:00:00Z")));
    assertThat(renewed.steps()).extracting(Decision::from).containsExactly(InstanceState.RUNNING);
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RUNNING);
    host.engine().deliver();
    assertThat(host.handed()).isEmpty();
  }

  @Test
  @Tag("RED-10")
  @Tag("ALL-07")
  void whatItsUserRenewedByHandIsNotRenewedASecondTime() {
    TestHost host = autoRenewed(RedisPolicy.TAIR_CHINA).clock("2026-01-26T00:00:00Z");
    host.engine().report(KEY, Event.renew(at("2026-01-26T00:00:00Z"), at("2026-03-01T00:00:00Z")));
    host.engine().deliver();
    assertThat(host.handed()).isEmpty();
    host.runTo("2026-02-22T00:00:00Z");
    assertThat(host.handed()).containsExactly("TRY_AUTO_RENEW");
  }

  @Test
  @Tag("ALL-01")
  @Tag("ALL-02")
  void anEventDatedAMinuteAheadReleasesNoComputeBeforeItsDay() {
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", RedisLives.POLICY);
    host.register(
        INSTANCE.subscription(KEY, "billing", END).profile(RedisPolicy.TAIR_CHINA).unprotected());
    host.runTo("2026-02-07T23:59:30Z");
    host.engine().report(KEY, Event.of(Operation.HOLD, at("2026-02-08T00:00:30Z")));
    host.engine().deliver();
    // The deadline before the hold is passed for it (ALL-07 b), and nothing is handed out for that
    // before its instant; from then on the hold withholds what would take the data along.
    assertThat(host.handed()).containsExactly("LOCK_ACCESS", "NOTIFY_OWNER");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
    host.runTo("2026-02-08T00:00:00Z");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
    assertThat(host.handed()).doesNotContain("RELEASE_COMPUTE");
  }

  @Test
  @Tag("RED-04")
  void theHostIsToldToSuspendAndToResumeTheBilling() {
    TestHost host = TestHost.at("2026-02-01T00:00:00Z", RedisLives.POLICY);
    host.register(INSTANCE.payAsYouGo(KEY, "billing").unprotected());
    host.engine().report(KEY, Event.of(Operation.ARREARS, END));
    host.runTo("2026-02-20T00:00:00Z");
    host.engine().report(KEY, Event.of(Operation.SETTLE, at("2026-02-20T00:00:00Z")));
    host.runTo("2126-01-01T00:00:00Z");
    assertThat(host.handed())
        .containsExactly(
            "NOTIFY_OWNER",
            "LOCK_ACCESS",
            "SUSPEND_BILLING",
            "NOTIFY_OWNER",
            "RESUME_BILLING",
            "UNLOCK_ACCESS");
  }

  @Test
  @Tag("RED-09")
  void theOwnerIsNotifiedWhenTheBinIsEntered() {
    TestHost host = TestHost.at("2026-02-01T00:00:00Z", RedisLives.POLICY);
    host.register(INSTANCE.payAsYouGo(KEY, "billing").unprotected());
    host.engine().report(KEY, Event.of(Operation.RELEASE, END));
    host.runTo(END);
    assertThat(host.handed()).containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
    assertThat(host.requests().get(2).instance().state()).isEqualTo(InstanceState.RETAINED);
  }

  @Test
  @Tag("RED-14")
  void terraformsDeleteOfAPrepaidInstanceLeavesItAlone() {
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", RedisLives.POLICY);
    host.register(INSTANCE.subscription(KEY, "billing", END).unprotected());
    Operation onDelete = RedisTerraform.onDelete(host.instance(KEY).billing());
    assertThat(
            host.engine().report(KEY, Event.of(onDelete, at("2026-01-01T00:00:00Z"))).isApplied())
        .isTrue();
    host.runTo("2126-01-01T00:00:00Z");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.FORGOTTEN);
    assertThat(host.handed()).isEmpty();
  }

  @Test
  @Tag("RED-15")
  void aDryRunChecksEverythingSaysWhatWouldHappenAndChangesNothing() {
    TestHost host = TestHost.at("2026-02-01T00:00:00Z", RedisLives.POLICY);
    host.register(INSTANCE.payAsYouGo(KEY, "billing").unprotected());
    Instance before = host.instance(KEY);
    Event release = Event.builder(Operation.RELEASE, END).id("e1").build();
    Answer dry = host.engine().dryRun(KEY, release);
    assertThat(dry.isApplied()).isTrue();
    assertThat(dry.steps()).hasSize(1);
    assertThat(dry.steps().get(0).to()).isEqualTo(InstanceState.RETAINED);
    assertThat(dry.steps().get(0).effects())
        .extracting(effect -> effect.type().name())
        .containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
    assertThat(dry.steps().get(0).after().deadline().at()).isEqualTo(at("2026-02-08T00:00:00Z"));
    Answer refused = host.engine().dryRun(KEY, Event.of(Operation.DESTROY, END));
    assertThat(refused.refusal().code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    host.runTo(END);
    assertThat(host.instance(KEY)).isEqualTo(before);
    assertThat(host.handed()).isEmpty();
    // Its id was not used up either.
    Answer wet = host.engine().report(KEY, release);
    assertThat(wet.repeated()).isFalse();
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
  }

  @ParameterizedTest
  @CsvSource({
    "Normal, RUNNING",
    "Changing, RUNNING",
    "Flushing, RUNNING",
    "Inactive, LOCKED",
    "Released, RETAINED",
    "Unavailable,",
    "Error,",
    "released,",
    "'',",
  })
  @Tag("TF-08")
  void theApisWords(String status, InstanceState state) {
    assertThat(RedisStatusNames.state(status)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"RUNNING, Normal", "LOCKED, Inactive", "RETAINED, Released", "PURGING,", "PURGED,"})
  @Tag("TF-08")
  void andBack(InstanceState state, String status) {
    assertThat(RedisStatusNames.of(state)).isEqualTo(status);
  }
}
