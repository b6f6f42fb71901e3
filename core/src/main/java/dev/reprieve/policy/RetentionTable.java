package dev.reprieve.policy;

import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's table: for which instances, from which day on in which state, and how each state is
 * handled. Plain data, immutable; it is checked when a policy is built of it.
 *
 * @param name what a person calls it
 * @param when which instances it rules: asks of attributes and billing only
 * @param handling effects, permitted operations and manual release
 * @param stages the stages after T, in order; empty where nothing follows from not paying
 */
public record RetentionTable(String name, Condition when, Handling handling, List<Stage> stages) {
  /** Copies the stages. */
  public RetentionTable {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(handling, "handling");
    Objects.requireNonNull(stages, "stages");
    stages = List.copyOf(stages);
  }

  /** A table without stages so far. */
  public static RetentionTable table(String name, Condition when, Handling handling) {
    return new RetentionTable(name, when, handling, List.of());
  }

  /** The stage that begins on day {@code day} after T, day 1 beginning at T itself. */
  public RetentionTable fromDay(int day, InstanceState state, String rule) {
    if (day < 1) {
      throw new IllegalArgumentException("day " + day + ": days are counted from 1");
    }
    return from(Duration.ofDays(day - 1L), state, rule);
  }

  /** The stage that begins a span after T. */
  public RetentionTable from(Duration after, InstanceState state, String rule) {
    return with(new Stage(after, false, state, null, rule));
  }

  /** The stage that begins once more than a span has gone by since T. */
  public RetentionTable afterMoreThan(Duration after, InstanceState state, String rule) {
    return with(new Stage(after, true, state, null, rule));
  }

  /** Declares that the last stage has no end, and the rule that says so. */
  public RetentionTable withoutEnd(String rule) {
    Objects.requireNonNull(rule, "rule");
    if (stages.isEmpty()) {
      throw new IllegalStateException("table \"" + name + "\" has no stage to be without end");
    }
    List<Stage> all = new ArrayList<>(stages);
    Stage last = all.remove(all.size() - 1);
    all.add(new Stage(last.after(), last.moreThan(), last.state(), rule, last.rule()));
    return new RetentionTable(name, when, handling, all);
  }

  /** The place of the stage with this state, or -1. */
  int indexOf(InstanceState state) {
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).state() == state) {
        return i;
      }
    }
    return -1;
  }

  /** The stage after the one at {@code index}, or null. */
  @Nullable Stage after(int index) {
    return index + 1 < stages.size() ? stages.get(index + 1) : null;
  }

  private RetentionTable with(Stage stage) {
    List<Stage> all = new ArrayList<>(stages);
    all.add(stage);
    return new RetentionTable(name, when, handling, all);
  }
}
