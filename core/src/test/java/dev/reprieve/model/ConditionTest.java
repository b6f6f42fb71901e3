package dev.reprieve.model;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final AttributeKey<String> TYPE = AttributeKey.ofText("type");

  private static Instance.Builder running() {
    return Snapshots.running(Policies.shelf(), BillingMode.PAY_AS_YOU_GO, START);
  }

  private static Instance typed(String type) {
    return running().attributes(Attributes.ofTexts(Map.of("type", type))).build();
  }

  @Test
  @Tag("ALL-13")
  void aMissingAttributeFulfilsNothing() {
    assertThat(TYPE.is("N1").holds(running().build(), START)).isFalse();
    assertThat(TYPE.beginsWithPart(".", "N1").holds(running().build(), START)).isFalse();
    assertThat(TYPE.is("N1").holds(typed("N1"), START)).isTrue();
    assertThat(TYPE.isOneOf("N1", "N2").holds(typed("N2"), START)).isTrue();
    assertThat(TYPE.isOneOf("N1", "N2").holds(typed("N3"), START)).isFalse();
  }

  @Test
  @Tag("KEC-09")
  void thePartBeforeTheFirstSeparatorIsTheWholeWhereThereIsNone() {
    Condition condition = TYPE.beginsWithPart(".", "N1");
    assertThat(condition.holds(typed("N1.2B"), START)).isTrue();
    assertThat(condition.holds(typed("N1"), START)).isTrue();
    assertThat(condition.holds(typed("N1.2.B"), START)).isTrue();
    assertThat(condition.holds(typed("N12.B"), START)).isFalse();
    assertThat(condition.holds(typed(".N1"), START)).isFalse();
  }

  @Test
  @Tag("ALL-03")
  void olderThanIsNotYetTrueAtExactlyThatAge() {
    Condition condition = Condition.olderThan(Duration.ofHours(1));
    Instance created = running().createdAt(START).build();
    var hour = START.plus(Duration.ofHours(1));
    assertThat(condition.holds(created, justBefore(hour))).isFalse();
    assertThat(condition.holds(created, hour)).isFalse();
    assertThat(condition.holds(created, justAfter(hour))).isTrue();
    assertThat(condition.holds(running().build(), START)).isTrue();
  }

  @Test
  void billingStateAndArrears() {
    Instance owing = running().arrearsSince(day(1)).build();
    assertThat(Condition.inArrears().holds(owing, START)).isTrue();
    assertThat(Condition.inArrears().holds(running().build(), START)).isFalse();
    assertThat(Condition.billedBy(BillingMode.PAY_AS_YOU_GO).holds(owing, START)).isTrue();
    assertThat(Condition.billedBy(BillingMode.SPOT).holds(owing, START)).isFalse();
    assertThat(Condition.inState(InstanceState.RUNNING).holds(owing, START)).isTrue();
    assertThat(Condition.inState(InstanceState.LOCKED).holds(owing, START)).isFalse();
  }

  @Test
  void joinedByAndOrNot() {
    Condition yes = Condition.always();
    Condition no = yes.negate();
    Instance any = running().build();
    assertThat(yes.and(no).holds(any, START)).isFalse();
    assertThat(yes.and(yes).holds(any, START)).isTrue();
    assertThat(no.or(yes).holds(any, START)).isTrue();
    assertThat(no.or(no).holds(any, START)).isFalse();
  }

  @Test
  @Tag("ALL-08")
  void equalConditionsAreEqualWordsAndOthersAreOthers() {
    assertThat(TYPE.isOneOf("b", "a").describe()).isEqualTo("type is one of a, b");
    assertThat(TYPE.is("a").describe()).isEqualTo("type is a");
    assertThat(TYPE.beginsWithPart(".", "N2", "N1").describe())
        .isEqualTo("type before \".\" is one of N1, N2");
    assertThat(Condition.always().describe()).isEqualTo("always");
    assertThat(Condition.inArrears().negate().describe()).isEqualTo("not (in arrears)");
    assertThat(Condition.olderThan(Duration.ofHours(1)).describe())
        .isEqualTo("created more than PT1H ago");
    assertThat(Condition.inArrears().and(Condition.inState(InstanceState.LOCKED)).describe())
        .isEqualTo("(in arrears) and (state LOCKED)");
    assertThat(Condition.inArrears().or(Condition.billedBy(BillingMode.SPOT)).describe())
        .isEqualTo("(in arrears) or (billed by SPOT)");
  }
}
