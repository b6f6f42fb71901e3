package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.NextStep;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be true of a life that has been lived, each rule by itself. */
final class LifeRules {
  private static final Set<String> BY_TIME = Set.of(Cause.DEADLINE.name(), Cause.EXPIRY.name());
  private static final Set<String> UNPAID = Set.of(Cause.EXPIRY.name(), Operation.ARREARS.name());
  private static final Set<String> BACK = Set.of("RENEW", "RESTORE", "SETTLE");
  private static final Set<String> ENDED_BY_HAND = Set.of("RELEASE", "DESTROY");

  private LifeRules() {}

  private static Decision decided(Line line) {
    return Objects.requireNonNull(line.decision(), "nothing was decided");
  }

  private static boolean byTime(Line line) {
    return BY_TIME.contains(line.cause());
  }

  // ALL-01.

  /** Counted by the test itself from the table and from what was shown, not from the row. */
  static void nothingComesEarly(History history) {
    Map<String, Clock> clocks = new HashMap<>();
    for (Line line : history.lines()) {
      if (!line.refused()) {
        clocks.computeIfAbsent(line.instance(), id -> new Clock()).hear(line, history.subject());
      }
    }
  }

  /** The first instant at which the present stage may end. */
  private static final class Clock {
    private @Nullable Instant earliest;
    private @Nullable Instant shown;
    private Attributes attributes = Attributes.empty();

    void hear(Line line, Subject subject) {
      if (line.cause().equals(Cause.DEADLINE.name())) {
        assertThat(earliest).as("a stage ends that has no end: %s", line).isNotNull();
        assertThat(line.at()).as("a stage ends early: %s", line).isAfterOrEqualTo(earliest);
      }
      NextStep next = line.next();
      boolean purgeShown = next != null && next.to() == InstanceState.PURGED;
      if (shown != null && byTime(line)) {
        if (line.to() == InstanceState.PURGED) {
          assertThat(line.at()).as("sooner than was shown: %s", line).isAfterOrEqualTo(shown);
        }
        if (next != null && purgeShown) {
          assertThat(next.at()).as("time alone moved it nearer: %s", line).isAfterOrEqualTo(shown);
        }
      }
      shown = next != null && purgeShown ? next.at() : null;
      move(line, subject.policy());
    }

    private void move(Line line, RetentionPolicy policy) {
      Instance after = decided(line).after();
      RetentionTable table =
          line.to() == InstanceState.PURGED ? null : policy.tableFor(after, line.at());
      boolean back = BACK.contains(line.cause()) && after.state().isLive();
      boolean unpaid = UNPAID.contains(line.cause()) && isLive(line.from());
      boolean entered = line.from() != line.to() && !after.state().isLive();
      AttributeChange change = changeBy(policy, line.cause());
      if (table == null || back) {
        earliest = null;
      } else if (change != null) {
        changed(change, after, table, line.at());
      } else if (unpaid || entered) {
        Duration span = spanOf(line, after, table);
        earliest = span == null ? null : line.at().plus(span);
      }
      attributes = after.attributes();
    }

    private static boolean isLive(@Nullable InstanceState state) {
      return state != null && state.isLive();
    }

    private static @Nullable Duration spanOf(Line line, Instance after, RetentionTable table) {
      if (line.cause().equals("RELEASE")) {
        Release release = table.handling().release(after.billing());
        return release == null ? null : release.kept();
      }
      InstanceState state = after.state().isLive() ? InstanceState.RUNNING : after.state();
      List<Stage> stages = table.stages();
      for (int i = 0; i + 1 < stages.size(); i++) {
        if (stages.get(i).state() == state) {
          return stages.get(i + 1).after().minus(stages.get(i).after());
        }
      }
      return null;
    }

    private void changed(AttributeChange change, Instance after, RetentionTable table, Instant at) {
      String name = change.key().name();
      boolean same = Objects.equals(attributes.text(name), after.attributes().text(name));
      if (same || after.state() != InstanceState.RETAINED) {
        return;
      }
      boolean ends =
          table.stages().stream().anyMatch(stage -> stage.state() == InstanceState.PURGED);
      Instant noticed = at.plus(change.noticeInBin());
      if (!ends) {
        earliest = null;
      } else if (earliest == null || earliest.isBefore(noticed)) {
        earliest = noticed;
      }
    }

    private static @Nullable AttributeChange changeBy(RetentionPolicy policy, String cause) {
      for (AttributeChange change : policy.changes()) {
        if (change.operation().name().equals(cause)) {
          return change;
        }
      }
      return null;
    }
  }

  // ALL-03, ALL-02: the undisturbed life, at each boundary.

  /** Each stage begins at its instant and not a microsecond before. */
  static void theTablePassesAsItStands(Subject subject) {
    List<Stage> stages = subject.table().stages();
    List<Line> lines = subject.unpaid().lines();
    assertThat(lines)
        .as("%s: one line for each stage, from T on: %s", subject, lines)
        .hasSize(Math.max(1, stages.size()));
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      Instant begins = Subject.T.plus(stage.after());
      assertThat(lines.get(i).at()).as("%s: %s begins", subject, stage.state()).isEqualTo(begins);
      assertThat(lines.get(i).to()).as("%s: stage at %s", subject, begins).isEqualTo(stage.state());
      int passed = stage.moreThan() ? i : i + 1;
      assertThat(until(subject, begins))
          .as("%s: at exactly %s the later stage holds", subject, begins)
          .hasSize(passed);
      assertThat(until(subject, begins.minus(1, ChronoUnit.MICROS)))
          .as("%s: a microsecond before %s the earlier stage holds", subject, begins)
          .hasSize(i);
    }
  }

  private static List<Line> until(Subject subject, Instant end) {
    return subject.unpaid().until(end.toString()).lines();
  }

  // ALL-04.

  /** Whatever is asked of what is purged is refused, and nothing comes of it. */
  static void purgedIsTheEnd(History history) {
    Line last = null;
    for (Line line : history.lines()) {
      if (line.instance().equals(Life.ID) && line.to() == InstanceState.PURGED) {
        last = line;
      }
    }
    if (last == null) {
      return;
    }
    Instant end = history.lines().get(history.lines().size() - 1).at();
    Instant later = end.isBefore(last.at()) ? last.at() : end;
    Life life = history.life();
    int asked = 0;
    for (Operation operation : history.subject().policy().operations()) {
      life.at(later.plusSeconds(1)).asked(operation);
      asked++;
    }
    List<Line> lines = life.lines();
    List<Line> answers = lines.subList(lines.size() - asked, lines.size());
    assertThat(answers)
        .as("after the purge: %s", answers)
        .allSatisfy(
            line ->
                assertThat(Objects.requireNonNull(line.refusal(), line.told()).code())
                    .isEqualTo(RefusalCode.PURGED));
  }

  // ALL-09.

  /** Keys by place and version, and the fixed order. */
  static void effectsAreOrderedAndKeyed(History history) {
    for (Line line : history.lines()) {
      if (line.refused()) {
        continue;
      }
      Decision decision = decided(line);
      int rank = -1;
      for (int i = 0; i < decision.effects().size(); i++) {
        Effect effect = decision.effects().get(i);
        assertThat(effect.key())
            .as("the key of %s in %s", effect.type(), line)
            .isEqualTo(new EffectKey(decision.after().key(), decision.after().version(), i));
        if (effect.type().rank() >= 0) {
          assertThat(effect.type().rank())
              .as("%s comes too late in %s", effect.type(), line.told())
              .isGreaterThan(rank);
          rank = effect.type().rank();
        }
        if (effect.type().destructive()) {
          assertThat(line.to())
              .as("%s destroys outside a release and a purge: %s", effect.type(), line.told())
              .isIn(InstanceState.RETAINED, InstanceState.PURGED);
        }
      }
    }
  }

  // ALL-10.

  /** No release and no destruction of what is protected; expiry goes on. */
  static void protectionIsKept(History history) {
    for (Line line : history.lines()) {
      if (!line.refused() && ENDED_BY_HAND.contains(line.cause())) {
        Instance before = decided(line).before();
        assertThat(before != null && before.releaseProtected())
            .as("it was protected: %s", line.told())
            .isFalse();
      }
    }
  }

  // ALL-11.

  /** What has come back is not taken again by a deadline that it had before. */
  static void clocksStartAfresh(History history) {
    for (Line line : history.lines()) {
      if (line.refused() || !BACK.contains(line.cause())) {
        continue;
      }
      Instance after = decided(line).after();
      if (!after.state().isLive()) {
        continue;
      }
      Deadline deadline = after.deadline();
      if (line.cause().equals("RENEW")) {
        assertThat(deadline).as("a new term has an end: %s", line.told()).isNotNull();
      }
      if (deadline != null) {
        assertThat(deadline.cause()).as("%s", line.told()).isEqualTo(Cause.EXPIRY);
        assertThat(deadline.at())
            .as("a clock that had run out still runs: %s", line.told())
            .isAfter(line.at())
            .isEqualTo(after.expiresAt());
      }
    }
  }

  // ALL-12.

  /** The timeline that was shown after the last event is what then happened. */
  private static boolean isMoreThan(@Nullable Deadline deadline, Instant at) {
    return deadline != null && deadline.moreThan() && deadline.at().equals(at);
  }

  static void theTimelineComesTrue(History history, Interpreter interpreter) {
    List<Line> lines = history.lines();
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!byTime(lines.get(i))) {
        last = i;
      }
    }
    if (last < 0) {
      return;
    }
    Line asked = null;
    for (Line line : lines.subList(0, last + 1)) {
      asked = !line.refused() && line.instance().equals(Life.ID) ? line : asked;
    }
    if (asked == null || asked.to() == InstanceState.PURGED) {
      return;
    }
    Instance then = decided(asked).after();
    if (!then.openRebuilds().isEmpty()) {
      // What the host has confirmed since then stands in the row and not in the line.
      return;
    }
    List<String> came = new ArrayList<>();
    for (Line line : lines.subList(lines.indexOf(asked) + 1, lines.size())) {
      // What is due at the very instant that is asked about has happened, and is no step any more;
      // what is due after "more than" a span has not, though it shows that instant.
      boolean ahead = line.at().isAfter(asked.at()) || isMoreThan(then.deadline(), line.at());
      if (line.instance().equals(Life.ID) && byTime(line) && ahead) {
        came.add(line + " " + line.rule());
      }
    }
    List<String> shown =
        Projection.whatIf(interpreter, history.subject().policy(), then, asked.at())
            .steps()
            .stream()
            .map(
                step ->
                    step.at()
                        + " "
                        + step.cause()
                        + " "
                        + step.from()
                        + " -> "
                        + step.to()
                        + " "
                        + step.rule())
            .toList();
    assertThat(shown).as("the timeline after %s", asked.told()).isEqualTo(came);
  }

  // ALL-18.

  /** Whatever is recorded is of whole microseconds. */
  static void instantsAreOfMicroseconds(History history) {
    for (Line line : history.lines()) {
      if (!line.refused()) {
        Decision decision = decided(line);
        assertThat(decision.at()).isEqualTo(decision.at().truncatedTo(ChronoUnit.MICROS));
        assertThat(decision.at()).as("carried out before due").isAfterOrEqualTo(decision.dueAt());
      }
    }
  }
}
