package dev.reprieve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Policies;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyCodecTest {
  static Stream<RetentionPolicy> policies() {
    return Stream.of(
        Policies.shelf(), Policies.runner(), Policies.patient(), Policies.box(), Policies.daily());
  }

  @ParameterizedTest
  @MethodSource("policies")
  @Tag("ALL-08")
  void aPolicyThatIsReadBackIsTheSame(RetentionPolicy policy) {
    RetentionPolicy read = PolicyCodec.read(PolicyCodec.write(policy));

    assertThat(read.ref()).isEqualTo(policy.ref());
    assertThat(PolicyCodec.write(read)).isEqualTo(PolicyCodec.write(policy));
    assertThat(read.operations()).isEqualTo(policy.operations());
    assertThat(read.profiles().keySet()).containsExactlyElementsOf(policy.profiles().keySet());
  }

  @Test
  @Tag("ALL-08")
  void anotherDayIsAnotherDigest() {
    assertThat(Policies.shelf(1, 15, 22).digest()).isNotEqualTo(Policies.shelf(1, 15, 23).digest());
    assertThat(Policies.shelf(1, 15, 22).digest()).isEqualTo(Policies.shelf().digest());
  }

  @Test
  void aTextThatIsCutOffIsRefusedWithItsLine() {
    String text = PolicyCodec.write(Policies.shelf());
    String cut = text.substring(0, text.lastIndexOf("purging") + 9);

    assertThatThrownBy(() -> PolicyCodec.read(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line " + cut.lines().count());
  }

  @Test
  void anotherFormatIsRefused() {
    String text = PolicyCodec.write(Policies.shelf()).replace("format 1", "format 2");

    assertThatThrownBy(() -> PolicyCodec.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format 1");
  }

  @Property
  void partsComeBackWhateverStandsInThem(@ForAll List<String> parts) {
    List<String> some = parts.isEmpty() ? List.of("") : parts;

    assertThat(Packed.split('|', Packed.join('|', some))).isEqualTo(some);
    assertThat(Packed.join('|', some).lines().count()).isLessThanOrEqualTo(1);
  }

  @Test
  void nullIsToldFromEveryText() {
    List<String> parts = Arrays.asList(null, "", "null", "\\0", "0");

    assertThat(Packed.split(',', Packed.join(',', parts))).isEqualTo(parts);
  }

  @Property
  void conditionsComeBack(@ForAll("conditions") Condition condition) {
    assertThat(ConditionCodec.read(ConditionCodec.write(condition))).isEqualTo(condition);
  }

  @Provide
  Arbitrary<Condition> conditions() {
    Arbitrary<String> texts = Arbitraries.strings().withChars("ab []\\|,\n").ofMinLength(1);
    Arbitrary<Set<String>> sets = texts.set().ofMinSize(1).ofMaxSize(3);
    Arbitrary<Condition> leaves =
        Arbitraries.oneOf(
            texts.flatMap(name -> sets.map(values -> new Condition.AttributeIn(name, values))),
            texts.flatMap(
                name -> sets.map(parts -> new Condition.AttributePrefixIn(name, ".", parts))),
            Arbitraries.of(InstanceState.class).map(Condition::inState),
            Arbitraries.of(BillingMode.SPOT, BillingMode.SUBSCRIPTION).map(Condition::billedBy),
            Arbitraries.longs()
                .between(1, 9_999)
                .map(Duration::ofMinutes)
                .map(Condition::olderThan),
            Arbitraries.of(Condition.always(), Condition.inArrears()));
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves.map(Condition::negate),
        () -> leaves.flatMap(one -> conditions().map(one::and)),
        () -> leaves.flatMap(one -> conditions().map(one::or)));
  }
}
