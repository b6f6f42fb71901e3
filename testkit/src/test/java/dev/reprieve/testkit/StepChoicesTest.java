package dev.reprieve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprieve.model.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepChoicesTest {
  @Test
  void pausesHitBoundariesAndOneInstantTwice() {
    assertThat(StepChoices.of(TestkitTest.policy(), Duration.ofDays(7)).pauses())
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.parse("PT167H59M59.999999S"),
            Duration.parse("PT168H"),
            Duration.parse("PT168H0.000001S"));
  }

  @Test
  void everythingMayBeAskedAlsoWhatIsRefused() {
    StepChoices choices = StepChoices.of(TestkitTest.policy());

    assertThat(choices.operations())
        .contains(Operation.RENEW, Operation.RESTORE, Operation.DESTROY, Operation.HOLD)
        .doesNotContain(Operation.FORGET, Operation.CHANGE_BILLING_MODE)
        .doesNotHaveDuplicates();
    assertThat(choices.andOften(Operation.RELEASE).operations())
        .filteredOn(Operation.RELEASE::equals)
        .hasSize(2);
  }

  @Test
  void aSpanOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepChoices.of(TestkitTest.policy(), Duration.ofNanos(1000)));
  }
}
