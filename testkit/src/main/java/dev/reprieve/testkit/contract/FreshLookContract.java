package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every fresh look promises (SAF-02): a host's author extends this class and says how a look
 * over a fresh outside is made. Whatever a look gets wrong towards <em>yes</em> purges something.
 */
@Tag("SAF-02")
public abstract class FreshLookContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private FreshLook look;

  /** For subclasses. */
  protected FreshLookContract() {}

  /**
   * A look over an outside in which the instances {@code unpaid} and {@code wanted} are: nobody has
   * paid for the first, somebody pays for the second. There is no other.
   */
  protected abstract FreshLook freshLook();

  /** What an instance of the tests is named, where a host's ids need a form of their own. */
  protected InstanceKey key(String id) {
    return new InstanceKey("tenant", "region", "product", id);
  }

  /** How long one call may take; ten seconds. */
  protected Duration longest() {
    return Duration.ofSeconds(10);
  }

  @BeforeEach
  void begin() {
    look = freshLook();
  }

  private Question question(String id, Question.Act act) {
    return new Question(
        Instance.builder()
            .key(key(id))
            .owner("owner")
            .policy(new PolicyRef("product", 1, "digest"))
            .profile("PROFILE")
            .billing(BillingMode.PAY_AS_YOU_GO)
            .attributes(Attributes.empty())
            .state(InstanceState.RETAINED, NOW)
            .recordedAt(NOW)
            .version(1)
            .build(),
        act);
  }

  private Map<InstanceKey, Sighting> seen(List<Question> asked) {
    Map<InstanceKey, Sighting> seen =
        assertTimeoutPreemptively(longest(), () -> look.look(asked), "no answer in time");
    assertThat(seen).as("the answer").isNotNull();
    return seen;
  }

  private Map<InstanceKey, Sighting> seen(Question.Act act, String... ids) {
    List<Question> asked = new ArrayList<>();
    for (String id : ids) {
      asked.add(question(id, act));
    }
    return seen(asked);
  }

  /** What is unpaid may go, and what is wanted may not: for every act. */
  @Test
  void theUnpaidMayGoAndTheWantedMayNot() {
    for (Question.Act act : Question.Act.values()) {
      Map<InstanceKey, Sighting> seen = seen(act, "unpaid", "wanted");
      Sighting unpaid = seen.get(key("unpaid"));
      assertThat(unpaid != null && unpaid.permits()).as("%s of what is unpaid", act).isTrue();
      Sighting wanted = seen.get(key("wanted"));
      assertThat(wanted != null && wanted.permits()).as("%s of what is wanted", act).isFalse();
    }
  }

  /** One unknown id fails no other, and is gone or left out: never something that may go. */
  @Test
  @Tag("SAF-13")
  void whatIsUnknownIsGoneOrLeftOutAndSpoilsNoOther() {
    Map<InstanceKey, Sighting> seen = seen(Question.Act.PURGE, "nobody", "unpaid");
    Sighting nobody = seen.get(key("nobody"));
    if (nobody != null) {
      assertThat(nobody.standing()).as("of what is not there").isEqualTo(Sighting.Standing.GONE);
    }
    assertThat(seen.get(key("unpaid"))).as("of what is there beside it").isNotNull();
  }

  /** Nothing is answered that was not asked. */
  @Test
  void onlyWhatWasAskedIsAnswered() {
    assertThat(seen(Question.Act.PURGE, "unpaid")).containsOnlyKeys(key("unpaid"));
  }

  /** Nobody asked is nobody answered; least of all everybody. */
  @Test
  @Tag("SAF-13")
  void anEmptyBatchHasAnEmptyAnswer() {
    assertThat(seen(List.of())).isEmpty();
  }

  /** Looking changes nothing. */
  @Test
  void theSameQuestionHasTheSameAnswer() {
    Map<InstanceKey, Sighting> first = seen(Question.Act.PURGE, "unpaid", "wanted");
    assertThat(seen(Question.Act.PURGE, "unpaid", "wanted")).isEqualTo(first);
  }

  /** As many as there can be, of which all but one are unknown. */
  @Test
  void aFullBatchIsAnswered() {
    List<Question> asked = new ArrayList<>();
    asked.add(question("unpaid", Question.Act.PURGE));
    for (int i = 1; i < FreshLook.BATCH; i++) {
      asked.add(question("nobody" + i, Question.Act.PURGE));
    }
    Map<InstanceKey, Sighting> seen = seen(asked);
    assertThat(seen).containsKey(key("unpaid"));
    assertThat(seen.values().stream().filter(Sighting::permits)).hasSize(1);
  }
}
