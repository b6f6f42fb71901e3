package dev.reprieve.verification.nulls;

import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.schedule.EngineWaker;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls everything that a host or a plugin can call with one null at a time: where null is not
 * allowed, the answer is a NullPointerException whose message is the name of the parameter, or
 * begins with it.
 */
public final class NullTrials {
  /**
   * Whom only the engine calls, with what was checked where it came in: the store, and one that the
   * engine tells what happens and that looks at none of it.
   */
  private static final Set<Class<?>> BEHIND_THE_ENGINE =
      Set.of(RecycleBinRepository.class, EngineWaker.class);

  private final Specimens specimens = new Specimens();

  /**
   * What is accepted, or refused in other words, of the public API of the module to which a class
   * belongs.
   */
  public static List<String> breaches(String member) throws ClassNotFoundException {
    NullTrials trials = new NullTrials();
    List<String> breaches = new ArrayList<>();
    int tried = 0;
    for (Class<?> type : ExportedTypes.ofModuleOf(Class.forName(member))) {
      for (Executable called : trials.calls(type)) {
        trials.tryNulls(type, called, breaches);
        tried++;
      }
    }
    if (tried == 0) {
      throw new IllegalStateException("the module of " + member + " exports nothing to be tried");
    }
    return breaches;
  }

  /** An interface is called where core brings something behind it. */
  private Set<Executable> calls(Class<?> type) {
    Set<Executable> calls = new LinkedHashSet<>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      calls.addAll(Arrays.asList(type.getConstructors()));
    }
    Stream.of(type.getMethods())
        .filter(method -> method.getDeclaringClass().getName().startsWith("dev.reprieve"))
        .filter(method -> Modifier.isStatic(method.getModifiers()) || specimens.isOurs(type))
        .filter(
            method -> Modifier.isStatic(method.getModifiers()) || !BEHIND_THE_ENGINE.contains(type))
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .filter(method -> !isCompilers(method))
        .forEach(calls::add);
    return calls;
  }

  /** What the compiler wrote: it takes nulls, or says so in the JDK's words. */
  private static boolean isCompilers(Method method) {
    return method.getName().equals("equals")
        || (method.getDeclaringClass().isEnum() && method.getName().equals("valueOf"));
  }

  private void tryNulls(Class<?> type, Executable called, List<String> breaches) {
    Parameter[] parameters = called.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getType().isPrimitive()
          || parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        continue;
      }
      String what = type.getName() + "|" + signature(called) + "|" + parameters[i].getName();
      try {
        Object[] arguments = specimens.arguments(called);
        arguments[i] = null;
        String answer = call(type, called, arguments);
        String name = parameters[i].getName();
        if (!answer.equals(name) && !answer.startsWith(name + ": ")) {
          breaches.add(what + "|" + answer);
        }
      } catch (IllegalStateException notMade) {
        breaches.add(what + "|cannot be tried: " + notMade.getMessage());
      }
    }
  }

  private String call(Class<?> type, Executable called, Object[] arguments) {
    Object of =
        called instanceof Method && !Modifier.isStatic(called.getModifiers())
            ? specimens.of(type)
            : null;
    try {
      if (called instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        ((Method) called).invoke(of, arguments);
      }
      return "accepted";
    } catch (InvocationTargetException thrown) {
      return thrown.getCause() instanceof NullPointerException
          ? Objects.toString(thrown.getCause().getMessage(), "no message")
          : thrown.getCause().toString();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(called.toString(), impossible);
    }
  }

  private static String signature(Executable called) {
    return (called instanceof Constructor<?> ? "<init>" : called.getName())
        + Arrays.stream(called.getParameters())
            .map(parameter -> parameter.getType().getSimpleName() + " " + parameter.getName())
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
