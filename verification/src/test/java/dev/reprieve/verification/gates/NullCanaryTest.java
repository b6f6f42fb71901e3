package dev.reprieve.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A null bug does not compile under the arguments that every module's main sources get. */
class NullCanaryTest {

  private static final Path CANARY =
      CompilerArguments.root()
          .resolve("verification/src/canary/java/dev/reprieve/canary/NullCanary.java");

  private static final String BUG = "return text.length();";
  private static final String MENDED = "return text == null ? 0 : text.length();";

  @TempDir Path scratch;

  @Test
  void theBugIsRefusedByNullAwayAndByNothingElse() throws IOException {
    List<Diagnostic<? extends JavaFileObject>> errors =
        compile(CANARY, CompilerArguments.forMainSources());

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).getMessage(Locale.ROOT))
        .contains("[NullAway] dereferenced expression 'text' is @Nullable");
    assertThat(errors.get(0).getLineNumber()).isEqualTo(lineOf(BUG));
  }

  @Test
  void theSameFileMendedCompiles() throws IOException {
    String source = Files.readString(CANARY);
    assertThat(source).containsOnlyOnce(BUG);
    Path mended = Files.createDirectory(scratch.resolve("mended")).resolve("NullCanary.java");
    Files.writeString(mended, source.replace(BUG, MENDED));

    assertThat(compile(mended, CompilerArguments.forMainSources())).isEmpty();
  }

  @Test
  void withoutErrorProneTheBugWouldPass() throws IOException {
    List<String> arguments = new ArrayList<>(CompilerArguments.forMainSources());
    assertThat(arguments.removeIf(argument -> argument.startsWith("-Xplugin:ErrorProne"))).isTrue();

    assertThat(compile(CANARY, arguments)).isEmpty();
  }

  @Test
  void aWarningIsRefusedToo() throws IOException {
    Path raw = scratch.resolve("Raw.java");
    Files.writeString(raw, "final class Raw {\n  java.util.List names;\n}\n");

    assertThat(compile(raw, CompilerArguments.forMainSources()))
        .extracting(Diagnostic::getCode)
        .contains("compiler.err.warnings.and.werror");
  }

  @Test
  void noModuleHasArgumentsOfItsOwn() {
    assertThat(CompilerArguments.modulesWithTheirOwn()).isEmpty();
  }

  private long lineOf(String text) throws IOException {
    List<String> lines = Files.readAllLines(CANARY);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1L;
      }
    }
    throw new AssertionError("not in the canary: " + text);
  }

  private List<Diagnostic<? extends JavaFileObject>> compile(Path source, List<String> arguments)
      throws IOException {
    String classPath = System.getProperty("java.class.path");
    List<String> options = new ArrayList<>(arguments);
    options.addAll(List.of("--release", "17"));
    options.addAll(List.of("-classpath", classPath));
    options.addAll(List.of("-processorpath", classPath));
    options.addAll(List.of("-d", scratch.toString()));

    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null)) {
      boolean compiled =
          javac
              .getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(source))
              .call();
      List<Diagnostic<? extends JavaFileObject>> errors =
          diagnostics.getDiagnostics().stream()
              .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
              .toList();
      assertThat(compiled)
          .as("javac's verdict on %s: %s", source, errors)
          .isEqualTo(errors.isEmpty());
      return errors;
    }
  }
}
