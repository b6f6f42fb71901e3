package dev.reprieve.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have chosen is shown on one line, and as what it is. */
@Tag("OWN-01")
class PrintableTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "r-1", "订单 库", "a/b\\c", "80 % off: \"yes\"", "\uD83D\uDE00"})
  void whatHidesNothingStaysAsItIs(String text) {
    assertThat(Printable.text(text)).isSameAs(text);
  }

  @Test
  void whatEndsALineTurnsItOrIsNotSeenIsWrittenByItsNumber() {
    assertThat(Printable.text("a\r\nb\tc\u001b[31m"))
        .isEqualTo("a\\u000D\\u000Ab\\u0009c\\u001B[31m");
    assertThat(Printable.text("\u0085\u2028\u2029")).isEqualTo("\\u0085\\u2028\\u2029");
    assertThat(Printable.text("\u202e\u2066\u200b\ufeff"))
        .isEqualTo("\\u202E\\u2066\\u200B\\uFEFF");
    assertThat(Printable.text("x\uD83D")).isEqualTo("x\\uD83D");
  }

  @Test
  void noTwoNamesAreShownAlike() {
    assertThat(new InstanceKey("t", "r", "p", "i")).hasToString("t/r/p/i");
    assertThat(new InstanceKey("t/r", "p", "i", "x")).hasToString("t\\u002Fr/p/i/x");
    assertThat(new InstanceKey("t", "r/p", "i", "x")).hasToString("t/r\\u002Fp/i/x");
    assertThat(new OwnerKey("t", "a\nb")).hasToString("t/a\\u000Ab");
    assertThat(new OwnerKey("t", "a\\u000Ab")).hasToString("t/a\\u005Cu000Ab");
  }
}
