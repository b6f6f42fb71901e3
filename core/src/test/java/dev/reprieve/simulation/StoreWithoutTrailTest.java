package dev.reprieve.simulation;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditTrail;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.OwnerChange;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RememberedMessage;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The store of a what-if is the store below it in everything but the trail. */
@Tag("SAF-07")
class StoreWithoutTrailTest {
  private static final InstanceKey KEY = Snapshots.key("shelf", "i1");
  private static final Instance ROW =
      Snapshots.running(Policies.shelf(), BillingMode.SUBSCRIPTION, START).version(1).build();
  private static final EffectRecord EFFECT =
      EffectRecord.ordered(
          new Effect(new EffectKey(KEY, 1, 0), EffectType.LOCK_ACCESS, "X-01", START, Map.of()));
  private static final RememberedEvent REMEMBERED =
      new RememberedEvent(KEY, "event", Event.of(Operation.START, START), Answer.alreadyThere(KEY));

  private static final OwnerFact FACT =
      OwnerFact.unknown(new OwnerKey("tenant", "owner")).inArrears(day(2), day(3));
  private static final RememberedMessage MESSAGE =
      new RememberedMessage(
          FACT.owner(), "message", Event.of(Operation.ARREARS, day(2)), Answer.Kind.APPLIED, null);

  /** Every part is there, so that one that got lost shows. */
  private static final Commit COMMIT =
      Commit.builder()
          .row(new RowChange(RowChange.ABSENT, ROW, day(1)))
          .effects(List.of(EFFECT.effect()))
          .change(new EffectChange(0, EFFECT))
          .line(AuditEntry.ofStore(AuditEntry.Kind.ACT, START, "cause", "rule", null, "by", "why"))
          .remembering(REMEMBERED)
          .recording(new OwnerChange(0, FACT, MESSAGE))
          .knowing(FACT)
          .admitted(new Admission(4, null, List.of(), 1))
          .decided(day(3))
          .build();

  /** Something of each type that a store takes or gives; no two of one type are taken at once. */
  private static final Map<Class<?>, Object> SOMETHING = new HashMap<>();

  static {
    SOMETHING.put(boolean.class, true);
    SOMETHING.put(int.class, 7);
    SOMETHING.put(long.class, 8L);
    SOMETHING.put(void.class, null);
    SOMETHING.put(java.time.Instant.class, day(4));
    SOMETHING.put(Duration.class, Duration.ofDays(5));
    SOMETHING.put(List.class, List.of("some"));
    for (Object each :
        List.of(
            KEY,
            ROW,
            EFFECT,
            EFFECT.effect().key(),
            REMEMBERED,
            FACT,
            MESSAGE,
            COMMIT,
            Commit.Result.OVER_LIMIT,
            new OwnerKey("tenant", "owner"),
            new PolicyRef("shelf", 1, "digest"),
            BinQuery.everything(),
            WaitingFor.BREAKER,
            Guarded.LOCK,
            GuardState.INITIAL,
            new SetAside(KEY, 1, 2, WaitingFor.CLOCK, "reason", null),
            new AuditTrail(KEY, List.of(), null),
            RecycleBinRepository.inMemory(() -> START).anchor(),
            new PendingAsk(
                "id", SecondLook.values()[0], KEY, null, "subject", "by", "why", START))) {
      SOMETHING.put(each instanceof Enum<?> one ? one.getDeclaringClass() : each.getClass(), each);
    }
  }

  /** A call that reached the store below. */
  private record Call(String method, List<Object> arguments) {}

  private final List<Call> calls = new ArrayList<>();
  private final RecycleBinRepository below =
      (RecycleBinRepository)
          Proxy.newProxyInstance(
              RecycleBinRepository.class.getClassLoader(),
              new Class<?>[] {RecycleBinRepository.class},
              (proxy, method, arguments) -> {
                calls.add(called(method, arguments == null ? new Object[0] : arguments));
                return something(method.getReturnType(), "answer");
              });
  private final RecycleBinRepository store = new StoreWithoutTrail(below);

  private static Call called(Method method, Object... arguments) {
    return new Call(
        method.getName() + Arrays.toString(method.getParameterTypes()), Arrays.asList(arguments));
  }

  private static Object something(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    assertThat(SOMETHING).as("something of each type that a store has").containsKey(type);
    return SOMETHING.get(type);
  }

  private static Object[] arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = something(types[i], "text " + i);
    }
    return arguments;
  }

  static Stream<Method> passedOn() {
    return Arrays.stream(RecycleBinRepository.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        // Of these the next tests speak.
        .filter(method -> !List.of("commit", "audit").contains(method.getName()));
  }

  @ParameterizedTest
  @MethodSource("passedOn")
  void everyCallIsPassedOnAndItsAnswerPassedBack(Method method) throws Exception {
    Object[] arguments = arguments(method);
    Object answer = method.invoke(store, arguments);
    assertThat(calls).containsExactly(called(method, arguments));
    assertThat(answer).isEqualTo(something(method.getReturnType(), "answer"));
  }

  /** What it makes of another answer is no more than what the store below has. */
  @Test
  void theLinesOfAnInstanceAreAskedOfTheStoreBelow() throws Exception {
    assertThat(store.audit(KEY)).isEmpty();
    Method trail = RecycleBinRepository.class.getMethod("trail", InstanceKey.class);
    assertThat(calls).containsExactly(called(trail, KEY));
  }

  @Test
  void ofACommitEverythingIsPassedOnButTheLines() throws Exception {
    assertThat(store.commit(COMMIT)).isEqualTo(Commit.Result.OVER_LIMIT);
    assertThat(calls).hasSize(1);
    Commit passed = (Commit) calls.get(0).arguments().get(0);
    for (RecordComponent part : Commit.class.getRecordComponents()) {
      Object was = part.getAccessor().invoke(COMMIT);
      Object is = part.getAccessor().invoke(passed);
      assertThat(was).as(part.getName()).isNotNull().isNotEqualTo(List.of());
      assertThat(is).as(part.getName()).isEqualTo(part.getName().equals("audit") ? List.of() : was);
    }
  }

  /** A life through it is the same life, and leaves no line behind. */
  @Test
  void aLifeIsTheSameAndLeavesNoTrail() {
    Bench plain = new Bench(Policies.shelf());
    VirtualClock clock = new VirtualClock(START);
    Bench bare =
        new Bench(
            clock, new StoreWithoutTrail(RecycleBinRepository.inMemory(clock)), Policies.shelf());
    for (Bench bench : List.of(plain, bare)) {
      InstanceKey key = bench.subscription("shelf", "i1", day(10));
      bench.report(key, Operation.SETTLE);
      bench.sweepAt(day(10));
      bench.engine.deliver();
      bench.sweepAt(day(25));
      bench.engine.deliver();
      bench.sweepAt(day(32));
      bench.engine.deliver();
      assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    }
    assertThat(bare.row(KEY)).isEqualTo(plain.row(KEY));
    assertThat(bare.decisions).isEqualTo(plain.decisions);
    assertThat(bare.askedNames()).isEqualTo(plain.askedNames());
    assertThat(plain.bin.trail(KEY).lines()).isNotEmpty();
    assertThat(bare.bin.trail(KEY).lines()).isEmpty();
    assertThat(bare.bin.storeTrail().lines()).isEmpty();
    assertThat(bare.bin.anchor().lines()).isZero();
  }
}
