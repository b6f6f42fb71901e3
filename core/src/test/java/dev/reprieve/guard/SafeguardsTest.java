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
import dev.reprieve.policy.Interpreter;
import java.time.Duration;
import java.util.List;
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

  /** A host that says nothing is guarded as the rulebook says. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-05")
  @Tag("SAF-18")
  void whatNobodySetsIsWhatTheRulebookSays() {
    Safeguards standard = Safeguards.standard();
    assertThat(standard.purges()).isEqualTo(new Limits(100, 5, 20, Duration.ofHours(24)));
    assertThat(standard.locks()).isEqualTo(new Limits(Long.MAX_VALUE, 20, 20, Duration.ofHours(1)));
    assertThat(standard.looksAfresh()).isTrue();
    assertThat(standard.clockGuarded()).isTrue();
    assertThat(standard.clockLimit()).isEqualTo(Duration.ofMinutes(15));
    assertThat(standard.outageLimit()).isEqualTo(Duration.ofMinutes(15));
    assertThat(standard.longestPush()).isEqualTo(Duration.ofDays(7));
    assertThat(standard.lookAgainAfter()).isEqualTo(Duration.ofMinutes(15));
    assertThat(standard.secondLooks()).isEmpty();
    assertThat(standard.backupGate()).isTrue();
    assertThat(standard.floor()).isZero();
  }

  /** Tolerance, LOCK in full, auto-renewal, margin, hold grace, snooze, notices. */
  @Test
  @Tag("ALL-07")
  @Tag("ALL-14")
  @Tag("SAF-04")
  @Tag("SAF-05")
  @Tag("SAF-10")
  @Tag("SAF-17")
  void theSettingsThatNobodySetsAreThoseOfTheRulebook() {
    assertThat(Interpreter.Settings.DEFAULT)
        .isEqualTo(
            new Interpreter.Settings(
                Duration.ofMinutes(2),
                true,
                true,
                Duration.ofHours(1),
                Duration.ofHours(72),
                Duration.ofDays(30),
                List.of(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1))));
  }

  @Test
  @Tag("SAF-01")
  @Tag("SAF-05")
  @Tag("SAF-18")
  void whatAHostSetsHolds() {
    Safeguards set =
        Safeguards.noneBut()
            .purges(new Limits(0, 0, 0, Duration.ofDays(1)))
            .locks(new Limits(3, 4, 5, Duration.ofDays(2)))
            .lookAgainAfter(Duration.ofMinutes(1))
            .clockLimit(Duration.ofMinutes(2))
            .outageLimit(Duration.ofMinutes(3))
            .longestPush(Duration.ofDays(4))
            .withBackupGate()
            .floor(5)
            .build();
    assertThat(set.purges().atMost(1_000)).isZero();
    assertThat(set.locks()).isEqualTo(new Limits(3, 4, 5, Duration.ofDays(2)));
    assertThat(set.lookAgainAfter()).isEqualTo(Duration.ofMinutes(1));
    assertThat(set.clockLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(set.outageLimit()).isEqualTo(Duration.ofMinutes(3));
    assertThat(set.longestPush()).isEqualTo(Duration.ofDays(4));
    assertThat(set.backupGate()).isTrue();
    assertThat(set.floor()).isEqualTo(5);
    assertThat(Safeguards.builder().floor(5).floor(0).build().floor()).isZero();
    assertThat(Safeguards.builder().withoutBackupGate().build().backupGate()).isFalse();
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
