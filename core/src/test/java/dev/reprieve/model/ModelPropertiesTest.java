package dev.reprieve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;

class ModelPropertiesTest {

  @Property
  @Tag("ALL-18")
  void roundingIsAtMostOneMicrosecondAndNeverShortens(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
      @ForAll @LongRange(min = 0, max = 999_999_999) long nano) {
    Instant instant = Instant.ofEpochSecond(second, nano);
    Instant down = Microseconds.down(instant);
    Instant up = Microseconds.up(instant);
    assertThat(down.getNano() % 1000).isZero();
    assertThat(up.getNano() % 1000).isZero();
    assertThat(down).isBeforeOrEqualTo(instant).isAfter(instant.minusNanos(1000));
    assertThat(up).isAfterOrEqualTo(instant).isBefore(instant.plusNanos(1000));
    assertThat(Microseconds.down(down)).isEqualTo(down);
    assertThat(Microseconds.up(up)).isEqualTo(up);
  }

  @Property
  @Tag("ALL-13")
  void listsComeBackAsTheyWereWhateverIsInThem(@ForAll("hostileTexts") List<String> texts) {
    AttributeKey<List<String>> key = AttributeKey.ofTexts("list");
    assertThat(key.parse(key.format(texts))).isEqualTo(texts);
  }

  @Property
  @Tag("ALL-13")
  void differentListsAreDifferentTexts(
      @ForAll("hostileTexts") List<String> one, @ForAll("hostileTexts") List<String> other) {
    AttributeKey<List<String>> key = AttributeKey.ofTexts("list");
    assertThat(key.format(one).equals(key.format(other))).isEqualTo(one.equals(other));
  }

  @Property
  @Tag("ALL-13")
  void numbersAndTextsComeBack(@ForAll long number, @ForAll String text) {
    AttributeKey<Long> numbers = AttributeKey.ofNumber("n");
    AttributeKey<String> texts = AttributeKey.ofText("t");
    Attributes attributes = Attributes.empty().with(numbers, number).with(texts, text);
    assertThat(attributes.get(numbers)).isEqualTo(number);
    assertThat(attributes.get(texts)).isEqualTo(text);
  }

  @Property
  @Tag("ALL-13")
  void attributesKeepEveryNameTheyWereGiven(@ForAll Map<String, String> given) {
    Map<String, String> expected = new TreeMap<>(given);
    Attributes attributes = Attributes.ofTexts(given);
    assertThat(attributes.asTexts()).isEqualTo(expected);
    expected.keySet().forEach(name -> assertThat(attributes.text(name)).isEqualTo(given.get(name)));
  }

  @Property
  @Tag("SCN-08")
  void theLatestEndOfTheHoldsCounts(
      @ForAll List<@LongRange(min = -5, max = 5) Long> ends,
      @ForAll @LongRange(min = -6, max = 6) long asked) {
    Holds holds = Holds.none();
    List<Instant> untils = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      Instant until = Instant.ofEpochSecond(ends.get(i));
      untils.add(until);
      holds = holds.with(new Hold("hold " + i, until, null, null));
    }
    Instant at = Instant.ofEpochSecond(asked);
    assertThat(holds.latestEnd()).isEqualTo(untils.stream().max(Instant::compareTo).orElse(null));
    assertThat(holds.anyInForceAt(at)).isEqualTo(untils.stream().anyMatch(at::isBefore));
    assertThat(holds.anyWithoutEnd()).isFalse();
  }

  @Provide
  Arbitrary<List<String>> hostileTexts() {
    return Arbitraries.strings()
        .withChars(',', '\\', 'a', '\n', '"', '\u0000', '|', '\uD83D')
        .ofMaxLength(6)
        .list()
        .ofMaxSize(5);
  }
}
