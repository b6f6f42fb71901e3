package dev.reprieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ALL-13")
class AttributeKeyTest {
  private enum Disk {
    REMOTE,
    LOCAL
  }

  private static final AttributeKey<Disk> DISK = AttributeKey.ofEnum("disk", Disk.class);
  private static final AttributeKey<Boolean> FLAG = AttributeKey.ofFlag("flag");
  private static final AttributeKey<Long> NUMBER = AttributeKey.ofNumber("number");
  private static final AttributeKey<List<String>> LIST = AttributeKey.ofTexts("list");

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "remote", "Remote", "REMOTE ", "LOCAL,REMOTE", "ESSD"})
  void anEnumTakesItsNamesAndNothingNear(String text) {
    assertThat(DISK.accepts(text)).isFalse();
    assertThatThrownBy(() -> DISK.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("disk")
        .hasMessageContaining("one of REMOTE, LOCAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TRUE", "True", "yes", "1", "false ", "null"})
  void aFlagIsTrueOrFalseAndNeverFalseByDefault(String text) {
    assertThat(FLAG.accepts(text)).isFalse();
    assertThatThrownBy(() -> FLAG.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1.0", "0x10", "9223372036854775808", "ten"})
  void aNumberIsWholeAndFits(String text) {
    assertThat(NUMBER.accepts(text)).isFalse();
    assertThatThrownBy(() -> NUMBER.parse(text)).hasMessageContaining("a whole number");
  }

  @Test
  void everyTypeComesBackFromItsText() {
    assertThat(DISK.parse(DISK.format(Disk.LOCAL))).isEqualTo(Disk.LOCAL);
    assertThat(DISK.accepts("REMOTE")).isTrue();
    assertThat(FLAG.parse(FLAG.format(true))).isTrue();
    assertThat(FLAG.parse(FLAG.format(false))).isFalse();
    assertThat(NUMBER.parse(NUMBER.format(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    assertThat(LIST.parse(LIST.format(List.of("a,b", "c\\", "", "\\,"))))
        .containsExactly("a,b", "c\\", "", "\\,");
    assertThat(LIST.parse(LIST.format(List.of()))).isEmpty();
    assertThat(LIST.parse(LIST.format(List.of("")))).containsExactly("");
  }

  @Test
  void aListThatAPersonWroteNeedsNoLastComma() {
    assertThat(LIST.parse("a,b")).containsExactly("a", "b");
    assertThat(LIST.parse("a,b\\")).containsExactly("a", "b\\");
  }

  @Test
  void choicesAreWhatIsClosed() {
    assertThat(DISK.choices()).containsExactly("REMOTE", "LOCAL");
    assertThat(FLAG.choices()).containsExactly("false", "true");
    assertThat(NUMBER.choices()).isEmpty();
    assertThat(LIST.choices()).isEmpty();
  }

  @Test
  void aMissingAttributeIsNullAndAnUnreadableOneThrows() {
    Attributes attributes = Attributes.ofTexts(Map.of("disk", "TAPE"));
    assertThat(attributes.get(FLAG)).isNull();
    assertThat(attributes.text("flag")).isNull();
    assertThatThrownBy(() -> attributes.get(DISK)).hasMessageContaining("\"TAPE\"");
  }

  @Test
  void attributesAreNeverChangedAndAnExplicitValueWins() {
    Attributes first = Attributes.ofTexts(Map.of("disk", "LOCAL", "old", "kept"));
    Attributes over = first.overlaidBy(Attributes.empty().with(DISK, Disk.REMOTE));
    assertThat(over.get(DISK)).isEqualTo(Disk.REMOTE);
    assertThat(over.text("old")).isEqualTo("kept");
    assertThat(first.get(DISK)).isEqualTo(Disk.LOCAL);
    assertThat(first.overlaidBy(Attributes.empty())).isEqualTo(first);
    assertThat(over.without("old").text("old")).isNull();
    assertThat(over.without("nothing")).isEqualTo(over);
    assertThatThrownBy(() -> first.asTexts().put("disk", "REMOTE"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(over).isNotEqualTo(first).hasSameHashCodeAs(first.with(DISK, Disk.REMOTE));
  }

  @Test
  void aNameIsNeitherBlankNorWithoutEnd() {
    assertThatThrownBy(() -> AttributeKey.ofText(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> Attributes.empty().withText("x".repeat(513), "v"))
        .hasMessageContaining("512");
    assertThat(Attributes.empty().withText("x".repeat(512), "v").asTexts()).hasSize(1);
  }
}
