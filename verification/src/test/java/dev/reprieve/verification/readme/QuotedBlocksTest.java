package dev.reprieve.verification.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide for authors shows is what the build compiles and tests. */
class QuotedBlocksTest {
  private static final Path GUIDE = Path.of("docs", "writing-a-policy.md");

  private static final Pattern CODE = Pattern.compile("```(java|xml|json)");

  @TempDir Path scratch;

  @Test
  void everyBlockOfTheGuideStandsInTheFileThatItNames() throws IOException {
    String guide = Files.readString(Checkout.root().resolve(GUIDE));
    List<QuotedBlock> blocks = QuotedBlock.in(guide);
    assertThat(blocks).hasSizeGreaterThan(5);
    assertThat(blocks)
        .allSatisfy(block -> assertThat(block.standsIn(Checkout.root())).as("%s", block).isTrue());
  }

  @Test
  void noCodeOfTheGuideIsUnmarked() throws IOException {
    List<String> lines = Files.readAllLines(Checkout.root().resolve(GUIDE));
    for (int i = 1; i < lines.size(); i++) {
      if (CODE.matcher(lines.get(i)).matches()) {
        assertThat(lines.get(i - 1)).as("before line %d", i + 1).startsWith("<!-- from ");
      }
    }
  }

  @Test
  void aBlockThatIsNotInItsFileIsFound() throws IOException {
    Files.writeString(scratch.resolve("A.java"), "class A {\n  int one = 1;\n  int two = 2;\n}\n");
    assertThat(new QuotedBlock("A.java", "int one = 1;\nint two = 2;").standsIn(scratch)).isTrue();
    assertThat(new QuotedBlock("A.java", "int one = 1;\n}").standsIn(scratch)).isFalse();
    assertThat(new QuotedBlock("A.java", "int one = 3;").standsIn(scratch)).isFalse();
    QuotedBlock nowhere = new QuotedBlock("B.java", "int one = 1;");
    assertThatThrownBy(() -> nowhere.standsIn(scratch)).isInstanceOf(UncheckedIOException.class);
  }
}
