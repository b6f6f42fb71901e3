package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host may set, and what is refused (SPEC 8). */
class SafeguardsTest {
  @Test
  @Tag("SAF-13")
  void whatWouldProtectNothingIsRefused() {
    Safeguards.Builder builder = Safeguards.builder();
    assertThatThrownBy(() -> builder.protectTag(" ", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.protectTag("x", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.floor(-1)).isInstanceOf(IllegalArgumentException.class);
    for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertThatThrownBy(() -> builder.clockLimit(none)).hasMessageContaining("clockLimit");
      assertThatThrownBy(() -> builder.outageLimit(none)).hasMessageContaining("outageLimit");
      assertThatThrownBy(() -> builder.longestPush(none)).hasMessageContaining("longestPush");
      assertThatThrownBy(() -> builder.lookAgainAfter(none)).hasMessageContaining("lookAgainAfter");
      assertThatThrownBy(() -> new Limits(1, 5, 20, none)).hasMessageContaining("window");
    }
    Duration day = Duration.ofDays(1);
    assertThatThrownBy(() -> new Limits(-1, 5, 20, day)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new Limits(1, 101, 20, day)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> new Limits(1, -1, 20, day)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> new Limits(1, 5, -1, day)).hasMessageContaining("0 or more");
    assertThat(new Limits(1, 5, 20, Duration.ofDays(31)).window()).isEqualTo(Duration.ofDays(31));
    assertThatThrownBy(() -> new Limits(1, 5, 20, Duration.ofDays(31).plusNanos(1)))
        .hasMessageContaining("window");
  }

  @Test
  @Tag("SAF-18")
  void everyValueOfAProtectedTagProtects() {
    Safeguards safeguards =
        Safeguards.builder().protectTag("env", "prod").protectTag("env", "staging").build();
    assertThat(safeguards.protects(tagged("prod"))).isTrue();
    assertThat(safeguards.protects(tagged("staging"))).isTrue();
    assertThat(safeguards.protects(tagged("test"))).isFalse();
    assertThat(Safeguards.none().protects(tagged("prod"))).isFalse();
  }

  private static Instance tagged(String env) {
    return Snapshots.running(Policies.shelf(), BillingMode.SUBSCRIPTION, START)
        .expiresAt(day(1))
        .attributes(Attributes.ofTexts(Map.of("tag.env", env)))
        .build();
  }
}
