package dev.reprieve.verification.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A second engine beside the real one: every class of the project anew, those of a mutant from its
 * changed sources. The real classes stay as they are.
 */
public final class MutantLoader extends ClassLoader {
  private static final String OURS = "dev.reprieve.";

  private final Map<String, byte[]> mutated;
  private final Map<String, byte[]> beside;

  MutantLoader(EngineMutant mutant, Path sources) throws IOException {
    this(mutant, sources, Map.of());
  }

  /**
   * With classes that this process does not have.
   *
   * @param beside what they are compiled to, by name
   */
  public MutantLoader(EngineMutant mutant, Path sources, Map<String, byte[]> beside)
      throws IOException {
    super(MutantLoader.class.getClassLoader());
    this.mutated = compiled(mutant, sources);
    this.beside = beside;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known == null && name.startsWith(OURS)) {
        byte[] code = code(name);
        known = defineClass(name, code, 0, code.length);
      }
      return known == null ? super.loadClass(name, resolve) : known;
    }
  }

  private byte[] code(String name) throws ClassNotFoundException {
    byte[] changed = mutated.get(name);
    if (changed != null) {
      return changed;
    }
    byte[] more = beside.get(name);
    if (more != null) {
      return more;
    }
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new ClassNotFoundException(name, broken);
    }
  }

  private static Map<String, byte[]> compiled(EngineMutant mutant, Path sources)
      throws IOException {
    List<JavaFileObject> changed = new ArrayList<>();
    for (String file : new TreeSet<>(mutant.edits().stream().map(edit -> edit.file()).toList())) {
      changed.add(new Source(file, mutant.applied(file, sources)));
    }
    return compiled(mutant, changed);
  }

  /** Compiles every source of a folder, as it is. */
  public static Map<String, byte[]> compiled(Path folder) throws IOException {
    List<JavaFileObject> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        all.add(new Source(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return compiled(folder, all);
  }

  private static Map<String, byte[]> compiled(Object what, List<JavaFileObject> sources)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> findings = new DiagnosticCollector<>();
    Map<String, ByteArrayOutputStream> written = new HashMap<>();
    try (JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(findings, null, null), written)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "--class-path", System.getProperty("java.class.path"));
      if (!compiler.getTask(null, files, findings, options, null, sources).call()) {
        throw new IllegalStateException(what + " does not compile: " + findings.getDiagnostics());
      }
    }
    Map<String, byte[]> classes = new HashMap<>();
    written.forEach((name, code) -> classes.put(name, code.toByteArray()));
    return classes;
  }

  /** A changed source. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("mutant:///" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what is compiled. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written;

    InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> written) {
      super(files);
      this.written = written;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location,
        String className,
        JavaFileObject.Kind kind,
        @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mutant:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return written.computeIfAbsent(className, name -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
