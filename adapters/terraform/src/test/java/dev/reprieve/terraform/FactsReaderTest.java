package dev.reprieve.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts of which one cannot know what they say, or of whom, are refused and not guessed. */
class FactsReaderTest {

  private static List<String> ids(String text) throws IOException, UnusableFileException {
    List<String> ids = new ArrayList<>();
    FactsReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        facts -> ids.add(facts.id()));
    return ids;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"r-1\",\"id\":\"r-2\"} | row 1 has the key \"id\" twice",
        "[{\"id\":\"r-1\"},{\"id\":\"r-2\",\"state\":null,\"state\":\"LOCKED\"}] | row 2 has the key \"state\" twice",
        "`id,state,id\nr-1,LOCKED,r-2` | its header row names the column \"id\" twice",
        "`name,state\nr-1,LOCKED` | its header row names no column \"id\"",
        "name,state | its header row names no column \"id\"",
      })
  @Tag("TF-05")
  void saysWhatIsSaidTwiceOrMissing(String text, String message) {
    assertThatThrownBy(() -> ids(text))
        .isInstanceOf(UnusableFileException.class)
        .hasMessage(message);
  }

  @Test
  @Tag("TF-05")
  void whatIsNotReadMayStandThereTwice() throws Exception {
    assertThat(ids("{\"id\":\"r-1\",\"note\":\"a\",\"note\":\"b\"}")).containsExactly("r-1");
    assertThat(ids("note,id,note\na,r-1,b\n")).containsExactly("r-1");
  }
}
