package dev.reprieve.model;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ALL-10")
@Tag("SCN-08")
class HoldsTest {

  @Test
  void aHoldThatEndsAtAnInstantHasEndedAtThatInstant() {
    Hold hold = new Hold("audit", day(3), "ops", "case 7");
    assertThat(hold.inForceAt(justBefore(day(3)))).isTrue();
    assertThat(hold.inForceAt(day(3))).isFalse();
    assertThat(new Hold("audit", null, null, null).inForceAt(Instant.MAX)).isTrue();
  }

  @Test
  @Tag("ALL-18")
  void itsEndIsRoundedUp() {
    assertThat(new Hold("audit", day(3).plusNanos(1), null, null).until())
        .isEqualTo(day(3).plusNanos(1000));
  }

  @Test
  void theSameNameAgainReplacesItsEnd() {
    Holds holds =
        Holds.none()
            .with(new Hold("a", day(9), null, null))
            .with(new Hold("b", day(2), null, null))
            .with(new Hold("a", day(1), null, null));
    assertThat(holds.all()).extracting(Hold::name).containsExactly("b", "a");
    assertThat(holds.latestEnd()).isEqualTo(day(2));
    assertThat(holds.anyInForceAt(justBefore(day(2)))).isTrue();
    assertThat(holds.anyInForceAt(day(2))).isFalse();
  }

  @Test
  void liftingOneLeavesTheOthersAndLiftingNoneByNameLiftsAll() {
    Holds holds =
        Holds.none().with(new Hold("a", null, null, null)).with(new Hold("b", day(2), null, null));
    assertThat(holds.anyWithoutEnd()).isTrue();
    assertThat(holds.without("a").all()).extracting(Hold::name).containsExactly("b");
    assertThat(holds.without("a").anyWithoutEnd()).isFalse();
    assertThat(holds.without("c")).isEqualTo(holds);
    assertThat(holds.without(null)).isEqualTo(Holds.none());
    assertThat(holds.latestEnd()).isEqualTo(day(2));
  }

  @Test
  void noHoldHoldsNothing() {
    assertThat(Holds.none().anyInForceAt(Instant.MIN)).isFalse();
    assertThat(Holds.none().anyWithoutEnd()).isFalse();
    assertThat(Holds.none().latestEnd()).isNull();
  }

  @Test
  void aNameIsNotBlank() {
    assertThatThrownBy(() -> new Hold(" ", null, null, null)).hasMessageContaining("blank");
  }
}
