package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.BillingMode;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers over one store may have leases of their own. */
class LeasesOfTwoEnginesTest {
  private final VirtualClock clock = new VirtualClock(START);
  private final RecycleBinRepository bin = RecycleBinRepository.inMemory(clock);
  private final List<String> asked = new ArrayList<>();

  private Reprieve.Builder engine(EffectHandler handler) {
    return Reprieve.builder(handler)
        .repository(bin)
        .policies(Policies.shelf())
        .settings(Bench.PROMPT)
        .safeguards(Safeguards.none());
  }

  /** A worker with a lease of five minutes took one of three hours for a wrong clock's. */
  @Test
  @Tag("SAF-15")
  void whatIsInHandUnderALongLeaseIsNotHandedToAWorkerWithAShortOne() {
    Reprieve brief =
        engine(
                request -> {
                  asked.add("brief");
                  return EffectResult.done();
                })
            .build();
    Reprieve patient =
        engine(
                request -> {
                  asked.add("patient");
                  clock.set(clock.instant().plusSeconds(60));
                  brief.deliver();
                  return EffectResult.done();
                })
            .lease(Duration.ofHours(3))
            .build();
    patient.register(
        Registration.of(Snapshots.key("shelf", "i"), "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(1))
            .unprotected());
    clock.set(day(1));
    patient.sweep();
    patient.deliver(1);
    assertThat(asked).containsExactly("patient");
  }
}
