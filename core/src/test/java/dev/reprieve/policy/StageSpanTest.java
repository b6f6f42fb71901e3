package dev.reprieve.policy;

import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Policies;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ALL-08")
class StageSpanTest {
  private static Duration start(RetentionPolicy policy, InstanceState state) {
    return policy.defaultProfile().tables().get(0).stages().stream()
        .filter(stage -> stage.state() == state)
        .findFirst()
        .orElseThrow()
        .after();
  }

  @Test
  void aLongerRetentionMovesThePurgeAndKeepsWhatIsReleasedAsLong() {
    RetentionPolicy longer = Policies.shelf().lengthened("SHELF", RETAINED, Duration.ofDays(30), 2);

    assertThat(start(longer, LOCKED)).isZero();
    assertThat(start(longer, RETAINED)).isEqualTo(Duration.ofDays(15));
    assertThat(start(longer, PURGED)).isEqualTo(Duration.ofDays(45));
    Release release =
        longer.defaultProfile().tables().get(0).handling().release(BillingMode.PAY_AS_YOU_GO);
    assertThat(release.kept()).isEqualTo(Duration.ofDays(30));
    assertThat(longer.version()).isEqualTo(2);
  }

  @Test
  void aLongerRunMovesEverythingAfterIt() {
    RetentionPolicy longer =
        Policies.runner().lengthened("RUNNER", RUNNING, Duration.ofDays(20), 2);

    assertThat(start(longer, LOCKED)).isEqualTo(Duration.ofDays(20));
    assertThat(start(longer, RETAINED)).isEqualTo(Duration.ofDays(35));
    assertThat(start(longer, PURGED)).isEqualTo(Duration.ofDays(42));
  }

  @Test
  void aShorterSpanMustBeSaidByItsName() {
    RetentionPolicy shelf = Policies.shelf();

    assertThatThrownBy(() -> shelf.lengthened("SHELF", LOCKED, Duration.ofDays(14), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LOCKED lasts PT360H")
        .hasMessageContaining("shorten");
    assertThat(start(shelf.shortened("SHELF", LOCKED, Duration.ofDays(14), 2), RETAINED))
        .isEqualTo(Duration.ofDays(14));
  }

  @Test
  void whatLastsAsLongAlreadyIsNotShortened() {
    RetentionPolicy same = Policies.shelf().lengthened("SHELF", LOCKED, Duration.ofDays(15), 2);

    assertThat(start(same, RETAINED)).isEqualTo(Duration.ofDays(15));
    assertThat(start(same, PURGED)).isEqualTo(Duration.ofDays(22));
  }

  @Test
  void whatIsReleasedIsKeptShorterOnlyWhereThatIsSaid() {
    RetentionPolicy shelf = Policies.shelf();

    RetentionPolicy shorter = shelf.shortened("SHELF", RETAINED, Duration.ofDays(3), 2);

    assertThat(start(shorter, PURGED)).isEqualTo(Duration.ofDays(18));
    Release release =
        shorter.defaultProfile().tables().get(0).handling().release(BillingMode.PAY_AS_YOU_GO);
    assertThat(release.kept()).isEqualTo(Duration.ofDays(3));
  }

  /** What lies in the bin without end has no span that could be another. */
  @Test
  void aTableInWhichTheStageHasNoEndStaysAsItIs() {
    RetentionPolicy box = Policies.box();

    RetentionPolicy longer = box.lengthened("BOX", RETAINED, Duration.ofDays(30), 2);

    List<RetentionTable> tables = longer.defaultProfile().tables();
    assertThat(tables.get(0).stages()).isEqualTo(box.defaultProfile().tables().get(0).stages());
    assertThat(tables.get(1).stages().get(2).after()).isEqualTo(Duration.ofDays(45));
  }

  /** Where a rule counts from the creation, it still does. */
  @Test
  void theRestOfThePolicyStaysAsItIs() {
    RetentionPolicy daily = Policies.daily();

    RetentionPolicy longer = daily.lengthened("DAILY", LOCKED, Duration.ofDays(8), 2);

    assertThat(longer.needsCreation(BillingMode.PAY_BY_DAILY_CONFIG)).isTrue();
    assertThat(longer.restrictions()).isEqualTo(daily.restrictions());
  }

  @Test
  void whatDoesNotExistIsAnError() {
    RetentionPolicy shelf = Policies.shelf();

    assertThatThrownBy(() -> shelf.lengthened("NOWHERE", LOCKED, Duration.ofDays(99), 2))
        .hasMessageContaining("NOWHERE");
    assertThatThrownBy(() -> shelf.lengthened("SHELF", RUNNING, Duration.ofDays(99), 2))
        .hasMessageContaining("no stage RUNNING");
    assertThatThrownBy(() -> shelf.lengthened("SHELF", PURGED, Duration.ofDays(99), 2))
        .hasMessageContaining("no stage PURGED");
    assertThatThrownBy(() -> shelf.lengthened("SHELF", LOCKED, Duration.ofDays(99), 1))
        .hasMessageContaining("another version");
    assertThatThrownBy(() -> shelf.lengthened("SHELF", LOCKED, Duration.ZERO, 2))
        .hasMessageContaining("positive");
  }
}
