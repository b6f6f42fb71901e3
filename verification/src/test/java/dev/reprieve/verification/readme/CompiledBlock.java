package dev.reprieve.verification.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Java block of a Markdown file that stands right after the comment {@code <!-- compiled -->}: a
 * whole class with a {@code main}, or imports and statements.
 *
 * @param line where it begins, counted from 1
 * @param code what stands between the fences
 */
record CompiledBlock(int line, String code) {
  private static final Pattern MARKED =
      Pattern.compile("<!--\\s*compiled\\s*-->\\s*\\R```java[^\\n]*\\R(.*?)\\R```", Pattern.DOTALL);

  private static final Pattern WHOLE_CLASS =
      Pattern.compile("^(?:public |final )*class (\\w+)", Pattern.MULTILINE);

  static List<CompiledBlock> in(String markdown) {
    List<CompiledBlock> blocks = new ArrayList<>();
    Matcher marked = MARKED.matcher(markdown);
    while (marked.find()) {
      long line = markdown.substring(0, marked.start(1)).lines().count() + 1;
      blocks.add(new CompiledBlock((int) line, marked.group(1)));
    }
    return blocks;
  }

  /**
   * Compiles the block as a user would, with every warning an error, and runs it.
   *
   * @throws AssertionError if it does not compile, or throws
   */
  void compileAndRun(Path scratch) {
    Matcher whole = WHOLE_CLASS.matcher(code);
    String type = whole.find() ? whole.group(1) : "Example";
    try {
      Path source = scratch.resolve(type + ".java");
      Files.writeString(source, whole.reset().find() ? code : wrapped());
      compile(source, scratch);
      run(type, scratch);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String wrapped() {
    String imports = code.lines().filter(CompiledBlock::isImport).collect(Collectors.joining("\n"));
    String statements =
        code.lines().filter(line -> !isImport(line)).collect(Collectors.joining("\n"));
    return imports
        + "\n\nfinal class Example {\n  public static void main(String[] args) throws Exception {\n"
        + statements
        + "\n  }\n}\n";
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }

  private void compile(Path source, Path into) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release",
            "17",
            "-Xlint:all,-processing,-path,-classfile",
            "-Werror",
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            into.toString());
    try (StandardJavaFileManager files = javac.getStandardFileManager(found, null, null)) {
      boolean compiled =
          javac.getTask(null, files, found, options, null, files.getJavaFileObjects(source)).call();
      if (!compiled) {
        throw new AssertionError(
            "the block at line " + line + " does not compile: " + texts(found.getDiagnostics()));
      }
    }
  }

  private static List<String> texts(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    return diagnostics.stream().map(Diagnostic::toString).toList();
  }

  private void run(String type, Path classes) throws IOException {
    URL[] place = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(place, CompiledBlock.class.getClassLoader())) {
      var main = loader.loadClass(type).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError("the block at line " + line + " throws", thrown.getCause());
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError("the block at line " + line + " has no main to run", broken);
    }
  }
}
