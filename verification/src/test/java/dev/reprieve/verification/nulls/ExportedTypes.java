package dev.reprieve.verification.nulls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The public types in the exported packages of a module that is on the class path. */
final class ExportedTypes {
  private ExportedTypes() {}

  /** Those of the module to which a class belongs, by name. */
  static List<Class<?>> ofModuleOf(Class<?> member) {
    try {
      Path home = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
      ModuleReference module = ModuleFinder.of(home).findAll().iterator().next();
      Set<String> exported =
          module.descriptor().exports().stream()
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet());
      try (var reader = module.open()) {
        return reader
            .list()
            .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
            .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
            .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
            .sorted()
            .<Class<?>>map(name -> load(name, member.getClassLoader()))
            .filter(ExportedTypes::isPublic)
            .toList();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it and what it stands in can be named by anybody. */
  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers())
        && !type.isAnonymousClass()
        && (outer == null || isPublic(outer));
  }
}
