package dev.reprieve.verification.nulls;

import dev.reprieve.AuthorizedReprieve;
import dev.reprieve.AuthorizedSafety;
import dev.reprieve.Reprieve;
import dev.reprieve.Safety;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.expiry.KeyExpiryStore;
import dev.reprieve.expiry.KeyExpiryStoreBuilder;
import dev.reprieve.guard.Authorizer;
import dev.reprieve.guard.PolicyDocument;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.kec.KecPolicy;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.HandlingBuilder;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyBuilder;
import dev.reprieve.recyclebin.AuditDigest;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.schedule.ManualScheduler;
import dev.reprieve.schedule.Schedule;
import dev.reprieve.schedule.ScheduledTask;
import dev.reprieve.schedule.Scheduler;
import dev.reprieve.schedule.TaskPlan;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes one value of any type of the public API, so that every method can be called. */
final class Specimens {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** What cannot be made of its parts, or only of fitting ones. */
  private final Map<Class<?>, Supplier<?>> byHand = new HashMap<>();

  private final Deque<Class<?>> underWay = new ArrayDeque<>();

  Specimens() {
    byHand.put(String.class, () -> "NAME");
    byHand.put(Object.class, () -> "NAME");
    byHand.put(Class.class, () -> InstanceState.class);
    byHand.put(Instant.class, () -> NOON);
    byHand.put(Duration.class, () -> Duration.ofHours(1));
    byHand.put(InstantSource.class, () -> InstantSource.fixed(NOON));
    byHand.put(Clock.class, () -> Clock.fixed(NOON, ZoneOffset.UTC));
    byHand.put(ZoneId.class, () -> ZoneOffset.UTC);
    byHand.put(LocalTime.class, () -> LocalTime.NOON);
    byHand.put(URI.class, () -> URI.create("https://example.org"));
    byHand.put(Path.class, () -> Path.of("none"));
    byHand.put(List.class, List::of);
    byHand.put(Set.class, Set::of);
    byHand.put(Map.class, Map::of);
    byHand.put(Iterable.class, List::of);
    byHand.put(Collection.class, List::of);
    byHand.put(Stream.class, Stream::empty);
    byHand.put(Optional.class, Optional::empty);
    byHand.put(ClassLoader.class, ClassLoader::getSystemClassLoader);
    byHand.put(ScheduledExecutorService.class, () -> SHUT_DOWN);
    byHand.put(AttributeKey.class, () -> AttributeKey.ofText("NAME"));
    byHand.put(RetentionPolicy.class, KecPolicy::create);
    byHand.put(Instance.class, Specimens::instance);
    byHand.put(RecycleBinRepository.class, Specimens::bin);
    byHand.put(Schedule.class, () -> Schedule.every(Duration.ofHours(1)));
    byHand.put(Scheduler.class, () -> Scheduler.manual(NOON));
    byHand.put(Authorizer.class, () -> Authorizer.of(Map.of()));
    byHand.put(Reprieve.class, Specimens::engine);
    byHand.put(Safety.class, () -> engine().safety());
    byHand.put(AuthorizedReprieve.class, Specimens::trusted);
    byHand.put(AuthorizedSafety.class, () -> trusted().safety());
    byHand.put(AuditDigest.class, () -> AuditDigest.NONE);
    byHand.put(Decision.class, Specimens::decision);
    byHand.put(PolicyDocument.Statement.class, Specimens::statement);
    byHand.put(PolicyDocument.class, () -> PolicyDocument.of("1", List.of(statement())));
    byHand.put(KeyExpiryStore.class, () -> KeyExpiryStore.builder().build());
    byHand.put(KeyExpiryStoreBuilder.class, KeyExpiryStore::builder);
    byHand.put(HandlingBuilder.class, Handling::builder);
    byHand.put(RetentionPolicyBuilder.class, () -> RetentionPolicy.builder("made", 1));
    byHand.put(ManualScheduler.class, () -> Scheduler.manual(NOON));
    byHand.put(ScheduledTask.class, Specimens::task);
  }

  private static final ScheduledExecutorService SHUT_DOWN = shutDown();

  private static ScheduledExecutorService shutDown() {
    ScheduledExecutorService none = Executors.newSingleThreadScheduledExecutor();
    none.shutdown();
    return none;
  }

  private static RecycleBinRepository bin() {
    return RecycleBinRepository.inMemory(InstantSource.fixed(NOON));
  }

  private static Reprieve engine() {
    return Reprieve.builder(request -> EffectResult.done())
        .policies(KecPolicy.create())
        .repository(bin())
        .safeguards(Safeguards.builder().withoutFreshLook().build())
        .authorizer((principal, action, resource) -> true)
        .build();
  }

  private static AuthorizedReprieve trusted() {
    return engine().as(new Principal("ann"));
  }

  private static Decision decision() {
    return new Decision(
        null,
        instance(),
        Cause.EXPIRY,
        NOON,
        NOON,
        "RULE",
        "row",
        List.of(),
        null,
        Map.of(),
        List.of());
  }

  private static PolicyDocument.Statement statement() {
    return new PolicyDocument.Statement(
        PolicyDocument.Effect.ALLOW, List.of("a:B"), List.of("acs:x:y:z:w"));
  }

  private static ScheduledTask task() {
    TaskPlan plan = TaskPlan.of(Schedule.every(Duration.ofHours(1)));
    return ScheduledTask.builder("task", plan, due -> {}).start(Scheduler.manual(NOON));
  }

  private static Instance instance() {
    return Instance.builder()
        .key(new InstanceKey("t", "r", "kec", "i"))
        .owner("o")
        .policy(KecPolicy.create().ref())
        .profile("KEC")
        .billing(BillingMode.PAY_AS_YOU_GO)
        .state(InstanceState.RUNNING, NOON)
        .recordedAt(NOON)
        .build();
  }

  /** A value of the type; for an interface one whose methods answer specimens. */
  Object of(Class<?> type) {
    if (byHand.containsKey(type)) {
      return byHand.get(type).get();
    }
    if (type.isPrimitive()) {
      return primitive(type);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    }
    if (type.isInterface()) {
      return standIn(type);
    }
    return made(type);
  }

  /** Whether a value of the type is more than a stand-in for a host's own. */
  boolean isOurs(Class<?> type) {
    return !type.isInterface() || byHand.containsKey(type);
  }

  Object[] arguments(Executable of) {
    return Arrays.stream(of.getParameterTypes()).map(this::of).toArray();
  }

  private static Object primitive(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == double.class) {
      return 0.5;
    }
    return type == long.class ? (Object) 1L : 1;
  }

  private Object standIn(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> 1;
              case "equals" -> proxy == arguments[0];
              case "toString" -> "a " + type.getSimpleName();
              default -> method.getReturnType() == void.class ? null : of(method.getReturnType());
            });
  }

  /** By a constructor, a factory, or a builder: the one that asks for least. */
  private Object made(Class<?> type) {
    if (underWay.contains(type)) {
      throw new IllegalStateException("a " + type.getName() + " needs another one");
    }
    underWay.push(type);
    try {
      StringBuilder tried = new StringBuilder();
      for (Executable way : ways(type)) {
        try {
          return way instanceof Constructor<?> constructor
              ? constructor.newInstance(arguments(way))
              : ((Method) way)
                  .invoke(
                      Modifier.isStatic(way.getModifiers()) ? null : of(way.getDeclaringClass()),
                      arguments(way));
        } catch (ReflectiveOperationException | IllegalStateException failed) {
          tried.append("\n  ").append(way).append(": ").append(failed).append(failed.getCause());
        }
      }
      throw new IllegalStateException("no way to make a " + type.getName() + tried);
    } finally {
      underWay.pop();
    }
  }

  private static List<Executable> ways(Class<?> type) {
    Stream<Executable> own =
        Stream.concat(Arrays.stream(type.getConstructors()), factories(type, type));
    Class<?> outer = type.getEnclosingClass();
    Stream<Executable> around = outer == null ? Stream.empty() : factories(outer, type);
    Stream<Executable> builders =
        Arrays.stream(type.getClasses())
            .filter(inner -> inner.getSimpleName().endsWith("Builder"))
            .flatMap(inner -> Arrays.stream(inner.getMethods()))
            .filter(method -> method.getReturnType() == type)
            .map(Executable.class::cast);
    return Stream.of(own, around, builders)
        .flatMap(each -> each.sorted(Comparator.comparingInt(Executable::getParameterCount)))
        .toList();
  }

  private static Stream<Executable> factories(Class<?> of, Class<?> type) {
    return Arrays.stream(of.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(Executable.class::cast);
  }
}
