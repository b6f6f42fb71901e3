package dev.reprieve.verification.rules;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Finds by reflection which tests of which modules carry which tags. Only what runs counts: a
 * method that JUnit or jqwik takes for a test, and a class that has one; nothing disabled.
 */
final class TaggedTests {
  /** Measures and proves nothing, and is built after this module. */
  private static final Set<String> WITHOUT_PROOFS = Set.of("jcstress", "benchmarks");

  private final Map<String, Set<String>> testsByTag = new TreeMap<>();
  private final Set<String> neverRun = new TreeSet<>();
  private final Set<String> tests = new TreeSet<>();

  private TaggedTests() {}

  static TaggedTests ofAllModules() {
    TaggedTests found = new TaggedTests();
    List<Path> places = testClassesOfModules();
    try (URLClassLoader loader =
        new URLClassLoader(
            places.stream().map(TaggedTests::url).toArray(URL[]::new),
            TaggedTests.class.getClassLoader())) {
      for (Path place : places) {
        for (String name : classesIn(place)) {
          found.add(Class.forName(name, false, loader));
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (ClassNotFoundException | LinkageError broken) {
      throw new IllegalStateException("a test class of a module cannot be looked at", broken);
    }
    return found;
  }

  /** Classes with tests whose names the build does not take for test classes: they never run. */
  Set<String> neverRun() {
    return neverRun;
  }

  /** The tests that carry a tag, by the tag. */
  Map<String, Set<String>> testsByTag() {
    return testsByTag;
  }

  /** Every test, tagged or not, as {@code package.Class#method}. */
  Set<String> tests() {
    return tests;
  }

  private static List<Path> testClassesOfModules() {
    Path root = Checkout.root();
    try (Stream<Path> poms = Files.find(root, 3, (path, facts) -> path.endsWith("pom.xml"))) {
      List<Path> places = new ArrayList<>();
      for (Path pom : poms.sorted().toList()) {
        Path module = pom.getParent();
        if (module == null
            || WITHOUT_PROOFS.contains(String.valueOf(module.getFileName()))
            || !Files.isDirectory(module.resolve("src/test/java"))) {
          continue;
        }
        Path classes = module.resolve("target/test-classes");
        if (!Files.isDirectory(classes)) {
          throw new IllegalStateException(
              root.relativize(module) + " has tests that are not compiled: build it first");
        }
        places.add(classes);
      }
      return places;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static List<String> classesIn(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .map(file -> place.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .map(file -> file.replace('/', '.').replace('\\', '.'))
          .sorted()
          .toList();
    }
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void add(Class<?> type) {
    if (disabled(type)) {
      return;
    }
    Set<String> own = new TreeSet<>();
    for (Class<?> part = type; part != null; part = part.getSuperclass()) {
      for (Method method : part.getDeclaredMethods()) {
        if (isTest(method) && !disabled(method)) {
          String test = type.getName() + "#" + method.getName();
          own.add(test);
          tags(method).forEach(tag -> put(tag, test));
        }
      }
    }
    if (!own.isEmpty() && !Modifier.isAbstract(type.getModifiers())) {
      tests.addAll(own);
      String outer = type.getName().replaceAll("\\$.*", "");
      if (!outer.endsWith("Test")) {
        neverRun.add(outer);
      }
      tags(type).forEach(tag -> put(tag, type.getName()));
    }
  }

  private void put(String tag, String test) {
    testsByTag.computeIfAbsent(tag, any -> new TreeSet<>()).add(test);
  }

  private static boolean isTest(Method method) {
    return !method.isBridge() && AnnotationSupport.isAnnotated(method, Testable.class);
  }

  private static boolean disabled(AnnotatedElement element) {
    return element.isAnnotationPresent(org.junit.jupiter.api.Disabled.class)
        || element.isAnnotationPresent(net.jqwik.api.Disabled.class);
  }

  private static List<String> tags(AnnotatedElement element) {
    List<String> tags = new ArrayList<>();
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation instanceof org.junit.jupiter.api.Tag tag) {
        tags.add(tag.value());
      } else if (annotation instanceof org.junit.jupiter.api.Tags all) {
        Arrays.stream(all.value()).forEach(tag -> tags.add(tag.value()));
      } else if (annotation instanceof net.jqwik.api.Tag tag) {
        tags.add(tag.value());
      } else if (annotation instanceof net.jqwik.api.TagList all) {
        Arrays.stream(all.value()).forEach(tag -> tags.add(tag.value()));
      }
    }
    return tags;
  }
}
