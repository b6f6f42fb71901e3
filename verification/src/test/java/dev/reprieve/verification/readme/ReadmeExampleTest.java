package dev.reprieve.verification.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The marked Java blocks of the README and of the pages for hosts compile and run. */
class ReadmeExampleTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/safety.md", "docs/audit.md", "docs/access.md"})
  void everyJavaBlockOfAPageIsMarkedAndCompilesAndRuns(String page) throws IOException {
    String text = Files.readString(Checkout.root().resolve(page));
    List<CompiledBlock> blocks = CompiledBlock.in(text);
    assertThat(blocks).as("blocks after <!-- compiled -->").isNotEmpty();
    assertThat(text.lines().filter("```java"::equals)).hasSameSizeAs(blocks);
    for (CompiledBlock block : blocks) {
      block.compileAndRun(Files.createTempDirectory(scratch, "block"));
    }
  }

  @Test
  void aMarkedBlockIsTakenAndNoOther() {
    String markdown =
        """
        Text.

        <!-- compiled -->
        ```java
        int one = 1;
        ```

        ```java
        int two = 2;
        ```
        """;
    assertThat(CompiledBlock.in(markdown)).containsExactly(new CompiledBlock(5, "int one = 1;"));
  }

  @Test
  void statementsWithImportsRun() {
    System.clearProperty("dev.reprieve.readme.ran");
    new CompiledBlock(
            1,
            """
            import dev.reprieve.policy.PolicyRegistry;

            int policies = PolicyRegistry.discover().latest().size();
            System.setProperty("dev.reprieve.readme.ran", "with " + policies);
            """)
        .compileAndRun(scratch);
    assertThat(System.getProperty("dev.reprieve.readme.ran")).isEqualTo("with 3");
  }

  @Test
  void aWholeClassRuns() {
    CompiledBlock throwing =
        new CompiledBlock(
            7,
            """
            public final class Embedding {
              public static void main(String[] args) {
                throw new IllegalStateException("it ran");
              }
            }
            """);
    assertThatThrownBy(() -> throwing.compileAndRun(scratch))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 7 throws")
        .hasRootCauseMessage("it ran");
  }

  @Test
  void whatDoesNotCompileIsSaid() {
    CompiledBlock broken = new CompiledBlock(3, "int one = \"1\";");
    assertThatThrownBy(() -> broken.compileAndRun(scratch))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 3 does not compile");
  }
}
