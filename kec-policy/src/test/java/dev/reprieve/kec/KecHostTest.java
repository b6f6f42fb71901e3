package dev.reprieve.kec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.testkit.TestHost;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host sees, with the settings that a host has. */
class KecHostTest {
  private static final Instant CREATED = Instant.parse("2026-02-01T08:00:00Z");
  private static final Instant RELEASED = Instant.parse("2026-02-03T10:00:00Z");

  private static InstanceKey key(String id) {
    return KecInstance.key("acme", "cn-beijing-6", id);
  }

  private static TestHost hostOf(String... ids) {
    TestHost host = TestHost.at("2026-02-01T08:00:00Z", KecLives.POLICY);
    for (String id : ids) {
      KecInstance instance = KecInstance.ofType("N3.2B", new Association("EIP", "eip-of-" + id));
      host.register(instance.payByDailyConfig(key(id), "acme", CREATED).unprotected());
    }
    return host;
  }

  @Test
  @Tag("KEC-07")
  @Tag("KEC-08")
  void inABatchEachInstanceGetsItsOwnAnswer() {
    TestHost host = hostOf("k1", "k2", "k3").runTo(RELEASED);
    for (String id : List.of("k1", "k3")) {
      host.engine().report(key(id), Event.of(Operation.RELEASE, RELEASED));
    }
    Instant at = RELEASED.plusSeconds(600);
    host.runTo(at);
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (String id : List.of("k1", "k2", "unknown", "k3")) {
      answers.put(id, host.engine().report(key(id), Event.of(Operation.RESTORE, at)));
    }
    assertThat(answers.get("k1").isApplied()).isTrue();
    assertThat(answers.get("k2").refusal().code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(answers.get("unknown").refusal().code()).isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
    assertThat(answers.get("k3").isApplied()).isTrue();
    assertThat(KecAssociations.lostBy(answers.get("k3").steps().get(0)))
        .containsExactly(new Association("EIP", "eip-of-k3"));
    assertThat(host.instance(key("k1")).state()).isEqualTo(InstanceState.STOPPED);
    assertThat(host.instance(key("k2")).state()).isEqualTo(InstanceState.RUNNING);
    assertThat(host.instance(key("k3")).state()).isEqualTo(InstanceState.STOPPED);
  }

  @Test
  @Tag("KEC-05")
  void theDecisionSaysThatTheReleaseIsFinalBeforeItIsCarriedOut() {
    TestHost host = TestHost.at("2026-02-01T08:00:00Z", KecLives.POLICY);
    host.register(KecInstance.ofType("C4.8C").spot(key("k1"), "acme").unprotected());
    Event asked = Event.of(Operation.RELEASE, CREATED);
    Answer before = host.engine().dryRun(key("k1"), asked);
    assertThat(before.refusal().code()).isEqualTo(RefusalCode.CONFIRMATION_REQUIRED);
    assertThat(before.refusal().advice()).hasSize(1);
    Answer confirmed =
        host.engine()
            .dryRun(key("k1"), Event.builder(Operation.RELEASE, CREATED).confirm(true).build());
    assertThat(confirmed.steps().get(0).beginsPurge()).isTrue();
    assertThat(host.instance(key("k1")).state()).isEqualTo(InstanceState.RUNNING);
    assertThat(host.handed()).isEmpty();
  }

  @Test
  @Tag("KEC-06")
  void theHostIsToldToStopBeforeItDetachesAndReadsWhatWasAttached() {
    TestHost host = hostOf("k1").runTo(RELEASED);
    host.engine().report(key("k1"), Event.of(Operation.RELEASE, RELEASED));
    host.runTo(RELEASED);
    assertThat(host.handed()).containsExactly("FORCE_STOP", "DETACH_ASSOCIATIONS", "NOTIFY_OWNER");
    assertThat(KecAssociations.of(host.requests().get(1).instance()))
        .containsExactly(new Association("EIP", "eip-of-k1"));
  }

  @Test
  @Tag("KEC-04")
  void aHostPurgesTwoHoursAndItsMarginAfterTheRelease() {
    TestHost host = hostOf("k1").runTo(RELEASED);
    host.engine().report(key("k1"), Event.of(Operation.RELEASE, RELEASED));
    host.runTo("2026-02-03T13:00:00Z");
    assertThat(host.instance(key("k1")).state()).isEqualTo(InstanceState.RETAINED);
    host.runTo("2026-02-03T13:00:00.000001Z");
    assertThat(host.instance(key("k1")).state()).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("KEC-11")
  void anOwnersArrearsNeverShortenALife() {
    TestHost host = hostOf("k1");
    host.engine()
        .reportForOwner(new OwnerKey("acme", "acme"), Event.of(Operation.ARREARS, CREATED));
    host.runTo("2126-01-01T00:00:00Z");
    assertThat(host.instance(key("k1")).state()).isEqualTo(InstanceState.RUNNING);
    assertThat(host.instance(key("k1")).arrearsSince()).isEqualTo(CREATED);
    assertThat(host.handed()).containsExactly("NOTIFY_OWNER");
  }
}
