package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What lies beyond the last instant never comes, and is no error (SAF-13). */
class EdgesOfTimeTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  /** Keeps what is released, and what is not paid for, "for ever". */
  private static RetentionPolicy keeper() {
    return RetentionPolicy.builder("keeper", 1)
        .billing(BillingMode.PAY_AS_YOU_GO)
        .profile(
            "KEEPER",
            RetentionTable.table(
                    "all",
                    Condition.always(),
                    Handling.builder()
                        .entering(InstanceState.LOCKED, EffectType.LOCK_ACCESS)
                        .permits(InstanceState.LOCKED, "KE-1", Operation.SETTLE)
                        .doing(EffectType.UNLOCK_ACCESS)
                        .onRelease("KE-2", FOR_EVER, "KE-3", BillingMode.PAY_AS_YOU_GO)
                        .purging(EffectType.DELETE_DATA)
                        .build())
                .fromDay(1, InstanceState.LOCKED, "KE-1")
                .fromDay(16, InstanceState.RETAINED, "KE-2")
                .from(FOR_EVER, InstanceState.PURGED, "KE-3"))
        .build();
  }

  /** The release threw, each time that it was asked. */
  @Test
  @Tag("SAF-13")
  void whatIsKeptForEverCanBeReleased() {
    Bench bench = new Bench(keeper());
    InstanceKey key = bench.paying("keeper", "i");
    assertThat(bench.report(key, Operation.RELEASE).isApplied()).isTrue();
    assertThat(bench.row(key).deadline().at()).isEqualTo(Instant.MAX);
  }

  @Test
  @Tag("ADO-02")
  void whatIsKeptForEverCanBeAdopted() {
    Bench bench = new Bench(keeper());
    Registration released =
        Registration.of(Snapshots.key("keeper", "i"), "owner", BillingMode.PAY_AS_YOU_GO)
            .unprotected();
    Answer answer =
        bench.engine.adopt(Adoption.of(released, InstanceState.RETAINED).releasedAt(START).build());
    assertThat(answer.isApplied()).isTrue();
    assertThat(bench.row(released.key()).deadline().at()).isEqualTo(Instant.MAX);
  }

  /** The first instant is no end that anybody can mean (SAF-13); the last one is. */
  @Test
  @Tag("ALL-13")
  void aTermMayEndAtTheLastInstantAndNotAtTheFirst() {
    Bench bench = new Bench(Policies.runner());
    Registration first =
        Registration.of(Snapshots.key("runner", "f"), "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(Instant.MIN)
            .unprotected();
    assertThat(bench.engine.register(first).refusal().message()).contains("expiresAt");
    InstanceKey key = bench.subscription("runner", "i", Instant.MAX);
    assertThat(bench.engine.view(key)).isNotNull();
    assertThat(bench.engine.explain(key)).isNotNull();
    assertThat(bench.engine.safety().gauges().earlyPurges()).isZero();
    bench.settleAt(day(1));
    assertThat(bench.setAside).isEmpty();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
  }

  @Test
  @Tag("OWN-02")
  void arrearsMayHaveBegunAtTheFirstInstant() {
    Bench bench = new Bench(Policies.runner());
    InstanceKey key = bench.paying("runner", "i");
    Event arrears = Event.of(Operation.ARREARS, Instant.MIN);
    assertThat(bench.engine.report(key, arrears).isApplied()).isTrue();
    bench.settleAt(day(1));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    // The lock has its full span from when it was carried out (ALL-14).
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(16));
  }
}
