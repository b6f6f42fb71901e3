package dev.reprieve.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text with wildcards fits. */
class WildcardsTest {
  @ParameterizedTest
  @Tag("KEY-11")
  @CsvSource({
    "*, '', true",
    "*, anything at all, true",
    "**, x, true",
    "?, '', false",
    "?, x, true",
    "?, xy, false",
    "a*, a, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*ab*, xaab, true",
    "*ab*b, abb, true",
    "*ab*b, ab, false",
    "kvstore:*, kvstore:FlushExpireKeys, true",
    "kvstore:*, kvstores:FlushExpireKeys, false",
    "kvstore:flush*, kvstore:FlushExpireKeys, false",
    "redis:Release, redis:Release, true",
    "redis:Release, redis:ReleaseNow, false",
    "redis.Release, redisxRelease, false",
    "r[a-z]*, redis, false"
  })
  void fitsTheWholeText(String pattern, String text, boolean fits) {
    assertThat(new Wildcards("Action", pattern).matches(text)).isEqualTo(fits);
  }

  /** One sign outside the basic plane is two units of a Java text, and one character. */
  @Test
  @Tag("KEY-11")
  void aQuestionMarkIsOneCharacter() {
    assertThat(new Wildcards("Resource", "a?b").matches("a\ud834\udd1eb")).isTrue();
    assertThat(new Wildcards("Resource", "a??b").matches("a\ud834\udd1eb")).isFalse();
  }

  /** Exponential matching of this would take longer than the world has been. */
  @Test
  @Tag("KEY-11")
  void manyStarsAreNoTrap() {
    Wildcards trap = new Wildcards("Resource", "*a".repeat(500) + "*b");
    assertThat(trap.matches("a".repeat(5_000))).isFalse();
    assertThat(trap.matches("a".repeat(5_000) + "b")).isTrue();
  }

  @ParameterizedTest
  @Tag("KEY-11")
  @ValueSource(strings = {"", " ", "\t", " redis:*", "redis:* "})
  void whatWouldMatchNothingUnnoticedIsAnError(String pattern) {
    assertThatThrownBy(() -> new Wildcards("Action", pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Action");
  }

  @Test
  @Tag("KEY-11")
  void patternsHaveAnEnd() {
    assertThat(new Wildcards("Action", "a".repeat(2_048)).matches("a".repeat(2_048))).isTrue();
    assertThatThrownBy(() -> new Wildcards("Action", "a".repeat(2_049)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2049");
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars('a', 'b', '*', '?').ofMinLength(1).ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b').ofMaxLength(9);
  }

  @Property(tries = 10_000)
  @net.jqwik.api.Tag("KEY-11")
  void fitsWhatThePlainDefinitionFits(
      @ForAll @From("patterns") String pattern, @ForAll @From("texts") String text) {
    assertThat(new Wildcards("Action", pattern).matches(text)).isEqualTo(fits(pattern, text));
  }

  /** The definition, as one would say it. */
  private static boolean fits(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    String rest = pattern.substring(1);
    if (pattern.charAt(0) == '*') {
      return fits(rest, text) || (!text.isEmpty() && fits(pattern, text.substring(1)));
    }
    return !text.isEmpty()
        && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
        && fits(rest, text.substring(1));
  }
}
