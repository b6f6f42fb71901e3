package dev.reprieve.verification.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A third party's jar with one provider, {@code acme.NAME.Provider}, listed in both places and
 * compiled against the built core. What javac refuses to make is made by spoiling what it made.
 */
final class Plugin {
  private static final String SERVICE = "dev.reprieve.policy.RetentionPolicyProvider";

  private static final String IMPORTS =
      """
      import dev.reprieve.model.*;
      import dev.reprieve.policy.*;
      import java.util.List;
      """;

  private final String name;
  private final Path sources;
  private final Path classes;

  private Plugin(Path scratch, String name) {
    this.name = name;
    this.sources = scratch.resolve(name + "-sources");
    this.classes = scratch.resolve(name + "-classes");
  }

  /**
   * A plugin.
   *
   * @param types the source of its provider and of whatever else is in its package
   */
  static Plugin of(Path scratch, String name, String types) {
    Plugin plugin = new Plugin(scratch, name);
    plugin.write(
        "module-info.java",
        "module acme.%1$s { requires dev.reprieve; provides %2$s with acme.%1$s.Provider; }"
            .formatted(name, SERVICE));
    plugin.write(plugin.provider(".java"), plugin.source(types));
    plugin.compile("module-info.java", plugin.provider(".java"));
    return plugin;
  }

  /** A provider of a policy by this name, with one stage less than anybody would want. */
  static String providing(String id) {
    return """
    public final class Provider implements RetentionPolicyProvider {
      private static final Handling HANDLING =
          Handling.builder().purging(EffectType.DELETE_DATA).build();

      public List<RetentionPolicy> policies() {
        return List.of(
            RetentionPolicy.builder("%s", 1)
                .billing(BillingMode.SUBSCRIPTION)
                .profile(
                    "ACME",
                    RetentionTable.table("all", Condition.always(), HANDLING)
                        .fromDay(1, InstanceState.LOCKED, "AC-01")
                        .fromDay(2, InstanceState.PURGED, "AC-02"))
                .build());
      }
    }
    """
        .formatted(id);
  }

  /** Whose provider has since become something else, as in a jar that was put together wrongly. */
  Plugin spoiledBy(Path scratch, String types) {
    Plugin other = new Plugin(scratch.resolve("spoiled"), name);
    other.write("module-info.java", "module acme.%s { requires dev.reprieve; }".formatted(name));
    other.write(provider(".java"), source(types));
    other.compile("module-info.java", provider(".java"));
    try {
      Files.copy(
          other.classes.resolve(provider(".class")),
          classes.resolve(provider(".class")),
          StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Whose provider was compiled for a Java that is not out yet. */
  Plugin forALaterJava() {
    Path provider = classes.resolve(provider(".class"));
    try {
      byte[] bytes = Files.readAllBytes(provider);
      ByteBuffer.wrap(bytes).putShort(6, (short) 999);
      Files.write(provider, bytes);
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** From whose jar a class is missing. */
  Plugin without(String type) {
    try {
      Files.delete(classes.resolve("acme/%s/%s.class".formatted(name, type)));
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The jar. */
  Path jar() {
    Path jar = classes.resolveSibling(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(file));
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + SERVICE));
      out.write("acme.%s.Provider\n".formatted(name).getBytes(StandardCharsets.UTF_8));
      return jar;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String provider(String suffix) {
    return "acme/" + name + "/Provider" + suffix;
  }

  private String source(String types) {
    return "package acme.%s;\n".formatted(name) + IMPORTS + types;
  }

  private void write(String file, String text) {
    try {
      Path source = sources.resolve(file);
      Files.createDirectories(source.getParent());
      Files.writeString(source, text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void compile(String... files) {
    Javac.compile(Stream.of(files).map(sources::resolve).toList(), Jars.core(), classes);
  }
}
