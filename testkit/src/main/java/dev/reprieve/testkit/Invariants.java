package dev.reprieve.testkit;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of every life under every policy, whatever its table says. Each check throws an
 * {@link AssertionError} that tells the whole life, for a property test to shrink.
 */
public final class Invariants {
  private Invariants() {}

  /**
   * Time never goes back; each line begins where the one before it ended; only time leads on from
   * stage to stage, in the order of {@code stages} and without leaving one out; a purged instance
   * stays purged; a renewal begins a whole new term; nothing is purged under a hold; effects come
   * in their fixed order.
   *
   * @param stages the states that the instance goes through when nobody pays, the first one after
   *     the expiry or the arrears, {@code PURGED} last if it ends
   */
  public static List<Line> check(Life life, List<InstanceState> stages) {
    List<Line> lines = life.lines();
    Map<String, Course> courses = new HashMap<>();
    Instant before = Instant.MIN;
    for (Line line : lines) {
      require(!line.at().isBefore(before), "time goes back", line, lines);
      before = line.at();
      Course course = courses.computeIfAbsent(line.instance(), id -> new Course(stages));
      String breach = line.refused() ? course.refused(line) : course.step(line);
      require(breach == null, String.valueOf(breach), line, lines);
    }
    return lines;
  }

  /**
   * Every event that is refused changes nothing: neither the snapshot nor what is ordered of the
   * host. The life is lived by an engine with a host's settings.
   *
   * @return how many events were refused
   */
  public static int refusalsChangeNothing(Life life) {
    List<Event> events = new ArrayList<>(life.events());
    events.sort(Comparator.comparing(Event::at));
    if (events.isEmpty()) {
      return 0;
    }
    TestHost host =
        TestHost.at(
            events.get(0).at().minusSeconds(1), Interpreter.Settings.SIMULATION, life.policy());
    InstanceKey key = host.register(life.registration());
    int refused = 0;
    for (Event event : events) {
      host.runTo(event.at());
      Instance before = host.instance(key);
      List<?> ordered = host.engine().repository().openEffects(key);
      Answer answer = host.engine().report(key, event);
      if (answer.kind() == Answer.Kind.REFUSED) {
        refused++;
        if (!before.equals(host.instance(key))
            || !ordered.equals(host.engine().repository().openEffects(key))) {
          throw new AssertionError(event + " was refused and changed " + before);
        }
      }
    }
    return refused;
  }

  private static void require(boolean holds, String what, Line line, List<Line> lines) {
    if (!holds) {
      StringBuilder all = new StringBuilder(what).append(", at: ").append(line).append("\nin:");
      lines.forEach(each -> all.append('\n').append(each.instance()).append(' ').append(each));
      throw new AssertionError(all.toString());
    }
  }

  /** How far one instance has come. */
  private static final class Course {
    private final List<InstanceState> stages;
    private final Map<String, @Nullable Instant> holds = new HashMap<>();
    private @Nullable InstanceState state;
    private @Nullable Instant paidUntil;

    Course(List<InstanceState> stages) {
      this.stages = stages;
    }

    @Nullable String refused(Line line) {
      boolean saysPurged =
          line.refusal() != null && line.refusal().code().equals(RefusalCode.PURGED);
      return saysPurged == (state == InstanceState.PURGED)
          ? null
          : "a purged instance is refused as such, and no other";
    }

    @Nullable String step(Line line) {
      if (state == InstanceState.PURGED) {
        return "something happens to a purged instance";
      }
      if (state != null && state != line.from()) {
        return "it was " + state;
      }
      String breach = passage(line);
      breach = breach != null ? breach : effects(line);
      breach = breach != null ? breach : term(line);
      breach = breach != null ? breach : held(line);
      state = line.to();
      return breach;
    }

    private @Nullable String passage(Line line) {
      boolean expiry = line.cause().equals(Cause.EXPIRY.name());
      boolean arrears = line.cause().equals(Operation.ARREARS.name());
      boolean live = line.from() == InstanceState.RUNNING || line.from() == InstanceState.STOPPED;
      if (expiry || (arrears && live)) {
        InstanceState first = stages.isEmpty() ? InstanceState.RUNNING : stages.get(0);
        return line.to() == first || (first == InstanceState.RUNNING && line.to() == line.from())
            ? null
            : "the first stage is left out";
      }
      if (!line.cause().equals(Cause.DEADLINE.name())) {
        return null;
      }
      InstanceState from =
          line.from() == InstanceState.STOPPED ? InstanceState.RUNNING : line.from();
      int place = stages.indexOf(from);
      boolean following =
          place >= 0 && place + 1 < stages.size() && stages.get(place + 1) == line.to();
      // The end in the bin may come from a release, or from a change of what is kept.
      boolean endsInTheBin = from == InstanceState.RETAINED && line.to() == InstanceState.PURGED;
      return following || endsInTheBin ? null : "a stage is left out";
    }

    private static @Nullable String effects(Line line) {
      Decision decision = line.decision();
      if (decision == null) {
        return null;
      }
      int rank = -1;
      for (EffectType type : decision.effects().stream().map(each -> each.type()).toList()) {
        if (type.rank() >= 0 && type.rank() <= rank) {
          return type + " comes too late";
        }
        rank = Math.max(rank, type.rank());
        if (type.destructive()
            && line.to() != InstanceState.RETAINED
            && line.to() != InstanceState.PURGED) {
          return type + " destroys outside release and purge";
        }
      }
      return null;
    }

    private @Nullable String term(Line line) {
      Decision decision = line.decision();
      if (line.cause().equals(Cause.EXPIRY.name())) {
        return paidUntil == null || paidUntil.equals(line.at())
            ? null
            : "it expires at another instant than " + paidUntil;
      }
      if (line.cause().equals(Operation.RENEW.name()) && decision != null) {
        paidUntil = decision.after().expiresAt();
        boolean whole =
            line.next() != null
                && Objects.equals(paidUntil, line.next().at())
                && line.to() != InstanceState.LOCKED;
        return whole ? null : "the renewal does not begin a whole new term";
      }
      return line.cause().equals(Cause.DEADLINE.name())
              && paidUntil != null
              && line.at().isBefore(paidUntil)
          ? "it is taken before " + paidUntil
          : null;
    }

    private @Nullable String held(Line line) {
      Decision decision = line.decision();
      if (line.cause().equals(Operation.HOLD.name()) && decision != null) {
        holds.clear();
        for (Hold hold : decision.after().holds().all()) {
          holds.put(hold.name(), hold.until());
        }
      } else if (line.cause().equals(Operation.UNHOLD.name()) && decision != null) {
        List<String> left = decision.after().holds().all().stream().map(Hold::name).toList();
        holds.keySet().retainAll(left);
      }
      if (line.to() == InstanceState.PURGED) {
        for (Map.Entry<String, @Nullable Instant> hold : holds.entrySet()) {
          Instant end = hold.getValue();
          if (end == null || line.at().isBefore(end)) {
            return "it is purged under the hold " + hold.getKey();
          }
        }
      }
      return null;
    }
  }
}
