package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may take something in and not see it learns that the id is taken, and nothing else. */
class RegisterOnlyTest {
  private static Registration of(String owner, String identity) {
    return Registration.of(Snapshots.key("shelf", "i"), owner, BillingMode.SUBSCRIPTION)
        .expiresAt(day(1))
        .identity(identity)
        .unprotected();
  }

  private static List<Answer> answers(String... permitted) {
    Reprieve engine =
        Reprieve.builder(request -> EffectResult.done())
            .repository(RecycleBinRepository.inMemory(new VirtualClock(START)))
            .policies(Policies.shelf())
            .safeguards(Safeguards.none())
            .authorizer((who, action, resource) -> Set.of(permitted).contains(action.name()))
            .build();
    engine.register(of("somebody", "uuid-1"));
    Registration other = of("mallory", null);
    return List.of(
        engine.as(new Principal("mallory")).register(other),
        engine
            .as(new Principal("mallory"))
            .adopt(Adoption.of(other, InstanceState.RUNNING).build()));
  }

  /** The answer listed owner, identity and every attribute of whoever has the id. */
  @Test
  @Tag("KEY-11")
  @Tag("ADO-04")
  void whoMayNotSeeItIsNotToldInWhatItDiffers() {
    assertThat(answers("shelf:Register", "shelf:Adopt"))
        .allSatisfy(
            answer -> {
              assertThat(answer.refusal().code()).isEqualTo(RefusalCode.DIFFERENT_FACTS);
              assertThat(answer.refusal().message()).doesNotContain("somebody", "uuid-1");
            });
  }

  @Test
  @Tag("ADO-04")
  void whoMaySeeItIs() {
    assertThat(answers("shelf:Register", "shelf:Adopt", "shelf:Describe"))
        .allSatisfy(
            answer -> assertThat(answer.refusal().message()).contains("somebody", "uuid-1"));
  }
}
