package dev.reprieve.testkit.contract;

import dev.reprieve.model.Event;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import dev.reprieve.testkit.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a subject, and what comes of it.
 *
 * @param subject the instance
 * @param steps what is asked, one after the other
 * @param lines what happens
 */
record History(Subject subject, List<Step> steps, List<Line> lines) {
  private static final int MOST_STEPS = 14;
  private static final int VARIANTS = 20;
  private static final Duration MICROSECOND = Duration.ofNanos(1000);

  static History of(Subject subject, List<Step> steps) {
    return new History(subject, List.copyOf(steps), subject.life(steps).lines());
  }

  /** A random one: its pauses crowd around the boundaries of the policy's own tables. */
  static History random(Subject subject, Random random) {
    List<Operation> operations = operations(subject.policy());
    List<Duration> spans = spans(subject.policy());
    List<Step> steps = new ArrayList<>();
    int count = random.nextInt(MOST_STEPS + 1);
    for (int i = 0; i < count; i++) {
      Duration pause = spans.get(random.nextInt(spans.size()));
      int edge = random.nextInt(4);
      if (edge == 0) {
        pause = pause.plus(MICROSECOND);
      } else if (edge == 1 && !pause.isZero()) {
        pause = pause.minus(MICROSECOND);
      }
      steps.add(
          new Step(
              operations.get(random.nextInt(operations.size())), pause, random.nextInt(VARIANTS)));
    }
    return of(subject, steps);
  }

  /** The operations that scenario files have, those that lead somewhere twice as often. */
  private static List<Operation> operations(RetentionPolicy policy) {
    TreeSet<Operation> known = new TreeSet<>(policy.operations());
    known.removeAll(
        List.of(Operation.FORGET, Operation.RETRY_PURGE, Operation.CHANGE_BILLING_MODE));
    List<Operation> all = new ArrayList<>(known);
    for (Operation twice :
        List.of(Operation.ARREARS, Operation.RENEW, Operation.SETTLE, Operation.RELEASE)) {
      if (known.contains(twice)) {
        all.add(twice);
      }
    }
    return all;
  }

  private static List<Duration> spans(RetentionPolicy policy) {
    TreeSet<Duration> spans = new TreeSet<>();
    spans.add(Duration.ZERO);
    spans.add(Duration.ofHours(1));
    spans.add(Duration.ofDays(1));
    for (AttributeChange change : policy.changes()) {
      spans.add(change.noticeInBin());
    }
    policy.profiles().values().stream()
        .flatMap(profile -> profile.tables().stream())
        .forEach(table -> addSpans(table, spans));
    return new ArrayList<>(spans);
  }

  private static void addSpans(RetentionTable table, TreeSet<Duration> spans) {
    Duration before = Duration.ZERO;
    for (Stage stage : table.stages()) {
      spans.add(stage.after().minus(before));
      before = stage.after();
    }
    for (Release release : table.handling().releases()) {
      Duration kept = release.kept();
      if (kept != null) {
        spans.add(kept);
      }
    }
  }

  /** Its life, to be lived again. */
  Life life() {
    return subject.life(steps);
  }

  /** The events that are asked, in order. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    Instant at = Subject.CREATED;
    for (int i = 0; i < steps.size(); i++) {
      at = at.plus(steps.get(i).after());
      events.add(steps.get(i).event(subject.policy(), at, i));
    }
    return events;
  }

  /** The shortest history that is left when steps are taken out and it still fails. */
  History shrunk(Consumer<History> check) {
    History shortest = this;
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (int i = 0; i < shortest.steps.size() && !shorter; i++) {
        List<Step> fewer = new ArrayList<>(shortest.steps);
        fewer.remove(i);
        History candidate = of(subject, fewer);
        if (failure(candidate, check) != null) {
          shortest = candidate;
          shorter = true;
        }
      }
    }
    return shortest;
  }

  /** What a check says against a history, or null. */
  static @Nullable AssertionError failure(History history, Consumer<History> check) {
    try {
      check.accept(history);
      return null;
    } catch (AssertionError breach) {
      return breach;
    }
  }

  @Override
  public String toString() {
    StringBuilder all = new StringBuilder().append(subject).append("\nasked:");
    events().forEach(event -> all.append("\n  ").append(event));
    all.append("\nhappened:");
    lines.forEach(line -> all.append("\n  ").append(line.told()));
    return all.toString();
  }
}
