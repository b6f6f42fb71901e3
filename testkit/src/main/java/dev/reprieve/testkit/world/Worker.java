package dev.reprieve.testkit.world;

import dev.reprieve.Reprieve;
import dev.reprieve.guard.Question;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One engine over the common store: a process that can die and come back. */
final class Worker {
  private static final int ENDLESS = 100_000;

  private final Run run;
  private final String name;
  private final RecycleBinRepository door;
  private @Nullable Reprieve engine;
  private @Nullable Act act;
  private int call;
  private Instant reading = Instant.MIN;
  private @Nullable Instant firstReading;
  private Instant earliest = Instant.MAX;
  private final Map<Instant, Instant> read = new HashMap<>();
  private Instant begun = Instant.MIN;
  private final Map<InstanceKey, Seen> seen = new HashMap<>();
  private int accepted;
  private int written;
  private final List<AuditEntry> decisions = new ArrayList<>();
  private PolicyRegistry policies;
  private @Nullable PendingAsk taken;

  Worker(Run run, String name, PolicyRegistry policies) {
    this.run = run;
    this.name = name;
    this.policies = policies;
    this.door =
        (RecycleBinRepository)
            Proxy.newProxyInstance(
                RecycleBinRepository.class.getClassLoader(),
                new Class<?>[] {RecycleBinRepository.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  /** Whether it stands in the middle of an act. */
  boolean isBusy() {
    return act != null;
  }

  /** What it is about, or null. */
  @Nullable Act act() {
    return act;
  }

  /** What time it truly is. */
  Instant truth() {
    return run.truth();
  }

  /** The policies that its engine knows. */
  PolicyRegistry policies() {
    return policies;
  }

  /** It ends, and comes back with other policies. */
  void restart(PolicyRegistry others) {
    policies = others;
    die();
  }

  /** In this act it has taken out what one principal had asked. */
  void takes(PendingAsk ask) {
    taken = ask;
  }

  /** What the second principal, whose word this act is, has agreed to; or null. */
  @Nullable PendingAsk agreedTo() {
    return act instanceof Deed.SecondPrincipal second && second.agrees() ? taken : null;
  }

  /** Whether an instant of the store's clock lies before all that this act has read of it. */
  boolean beganAfter(Instant instant) {
    return instant.isBefore(earliest);
  }

  /** The engine; a new one where the last has died. */
  Reprieve engine() {
    Reprieve running = engine;
    if (running == null) {
      running = run.engine(this);
      engine = running;
    }
    return running;
  }

  /** The store as this worker reaches it: every call may be its last. */
  RecycleBinRepository door() {
    return door;
  }

  /** The latest reading of the store's clock in the present act. */
  Instant reading() {
    return reading;
  }

  /** When, in the present act, it truly first had this reading of the store's clock; or null. */
  @Nullable Instant trulyRead(Instant clock) {
    return read.get(clock);
  }

  /** When its present act truly began. */
  Instant begun() {
    return begun;
  }

  void reads(Instant clock) {
    read.putIfAbsent(clock, run.truth());
    if (firstReading == null) {
      firstReading = clock;
    }
    if (clock.isAfter(reading)) {
      reading = clock;
    }
    if (clock.isBefore(earliest)) {
      earliest = clock;
    }
  }

  void begin(Act next) {
    act = next;
    call = 0;
    reading = Instant.MIN;
    firstReading = null;
    earliest = Instant.MAX;
    read.clear();
    begun = run.truth();
    taken = null;
    accepted = 0;
    written = 0;
    decisions.clear();
  }

  /** A commit of this worker was written. */
  void wrote(Commit commit) {
    written++;
    commit.audit().stream()
        .filter(line -> line.kind() == AuditEntry.Kind.DECISION)
        .forEach(decisions::add);
    if (act instanceof Act.Tell letter) {
      for (AuditEntry line : commit.audit()) {
        if (line.kind() == AuditEntry.Kind.DECISION
            && letter.key().equals(line.key())
            && Objects.equals(line.by(), letter.event().by())) {
          accepted++;
        }
      }
    }
  }

  /** The letter that the present act is about, or null. */
  @Nullable Event letter() {
    if (act instanceof Act.Tell told) {
      return told.event();
    }
    return act instanceof Act.TellOwner told ? told.event() : null;
  }

  /** How often, in this act, the letter that it is about was accepted. */
  int accepted() {
    return accepted;
  }

  /** What this act has decided. */
  List<AuditEntry> decisions() {
    return decisions;
  }

  /** How many commits of this act were written. */
  int written() {
    return written;
  }

  void end() {
    act = null;
  }

  /** What the host has said of an instance when this worker asked. */
  void saw(Question question, boolean mayGo) {
    seen.put(
        question.instance().key(),
        new Seen(question.instance().version(), question.act(), mayGo, reading));
  }

  /** A purge that this worker begins needs the host's yes, of this very version, from just now. */
  void sawThatItMayGo(InstanceKey key, long version, Duration valid) {
    Seen last = seen.get(key);
    Instant begun = firstReading;
    if (last == null || !last.mayGo || last.version != version || last.act != Question.Act.PURGE) {
      throw new Breach("a purge began without a fresh look", key + ", seen: " + last);
    }
    if (begun != null && last.at.isBefore(begun.minus(valid))) {
      throw new Breach("a purge began by an old look", key + ", seen: " + last + " at " + begun);
    }
  }

  /** Whether the host has said, when last asked by this worker, that a machine may be given up. */
  boolean mayRelease(InstanceKey key) {
    Seen last = seen.get(key);
    return last != null && last.mayGo && last.act == Question.Act.RELEASE_COMPUTE;
  }

  void die() {
    seen.clear();
    engine = null;
    act = null;
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, arguments);
    }
    Act doing = act;
    if (doing == null) {
      // An engine that is being built reads and keeps its policies: no part of any act.
      return invoke(method, arguments);
    }
    int number = call++;
    if (number > ENDLESS) {
      throw new Breach("an act does not end", doing.toString());
    }
    befall(doing, number, false);
    Object answer = invoke(method, arguments);
    befall(doing, number, true);
    return answer;
  }

  /** The host's handler is one more call on the way. */
  int nextCall() {
    return call++;
  }

  void befall(int number, boolean after) {
    Act doing = act;
    if (doing != null) {
      befall(doing, number, after);
    }
  }

  private void befall(Act doing, int number, boolean after) {
    List<Interruption> interruptions = doing.interruptions();
    for (Interruption interruption : interruptions) {
      if (interruption.call() == number && interruption.after() == after) {
        run.befall(this, interruption);
      }
    }
  }

  private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return run.watched(this, method, arguments);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      throw cause == null ? thrown : cause;
    }
  }

  private record Seen(long version, Question.Act act, boolean mayGo, Instant at) {}

  @Override
  public String toString() {
    return name;
  }
}
