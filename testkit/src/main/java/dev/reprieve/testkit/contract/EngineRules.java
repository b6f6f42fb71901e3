package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.Answer;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.TestHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What must be true of an engine that goes through a history as a host's engine does. */
final class EngineRules {
  private static final Duration OUTAGE = Duration.ofDays(400);

  private EngineRules() {}

  static void anEventThatComesAgainChangesNothing(History history) {
    TestHost host = hostOf(history.subject());
    InstanceKey key = host.register(history.life().registration());
    for (Event event : withIds(history.events())) {
      host.runTo(event.at());
      Answer first = host.engine().report(key, event);
      Instance before = host.instance(key);
      int ordered = host.engine().repository().openEffects(key).size();
      Answer again = host.engine().report(key, event);
      assertThat(again.repeated()).as("%s came again", event).isTrue();
      assertThat(again.kind()).isEqualTo(first.kind());
      assertThat(again.refusal()).isEqualTo(first.refusal());
      assertThat(host.instance(key)).as("%s came again", event).isEqualTo(before);
      assertThat(host.engine().repository().openEffects(key)).hasSize(ordered);
    }
  }

  static void aClockThatStepsBackUndoesNothing(History history) {
    TestHost host = hostOf(history.subject());
    InstanceKey key = host.register(history.life().registration());
    for (Event event : history.events()) {
      host.runTo(event.at());
      host.engine().report(key, event);
    }
    host.runTo(host.engine().repository().now());
    Instance before = host.instance(key);
    host.clock(Subject.CREATED.toString());
    host.engine().sweep();
    host.engine().deliver();
    assertThat(host.instance(key)).as("the clock stepped back").isEqualTo(before);
    host.engine().report(key, Event.of(Operation.PROTECT, Subject.CREATED));
    assertThat(host.instance(key).recordedAt()).isAfterOrEqualTo(before.recordedAt());
  }

  static void aHoldWithholdsWhatDestroys(History history) {
    TestHost host = hostOf(history.subject());
    // The holds are noted here, beside the engine's own.
    Map<String, Instant> holds = new HashMap<>();
    List<String> breaches = new ArrayList<>();
    for (RetentionTable table : tablesOf(history.subject())) {
      for (EffectType type : TableRules.effectsOf(table.handling())) {
        if (type.destructive() || TableRules.DESTRUCTIVE_WORD.matcher(type.name()).find()) {
          host.answers(
              type.name(),
              request -> {
                Instant now = host.engine().repository().now();
                if (request.effect().type().destructive()
                    && request.effect().key().instance().id().equals(Life.ID)
                    && holds.values().stream().anyMatch(now::isBefore)) {
                  breaches.add(type + " at " + now + " under " + holds);
                }
                return EffectResult.done();
              });
        }
      }
    }
    InstanceKey key = host.register(history.life().registration());
    for (Event event : history.events()) {
      host.runTo(event.at());
      if (host.engine().report(key, event).isApplied()) {
        note(holds, event);
      }
    }
    host.runTo(host.engine().repository().now().plus(OUTAGE));
    assertThat(breaches).as("handed out under a hold").isEmpty();
  }

  static void promisedSpansAreServedInFull(Subject subject) {
    TestHost host = hostOf(subject);
    InstanceKey key = host.register(subject.life().registration());
    if (!subject.billing().isSubscription()) {
      host.runTo(Subject.T);
      host.engine().report(key, Event.of(Operation.ARREARS, Subject.T));
    }
    Instant back = Subject.T.plus(OUTAGE);
    host.clock(back.toString());
    host.runTo(back.plus(OUTAGE));
    inFull(subject, host.engine().repository().audit(key));
  }

  private static void inFull(Subject subject, List<AuditEntry> trail) {
    List<Stage> stages = subject.table().stages();
    Map<InstanceState, Instant> entered = new HashMap<>();
    for (AuditEntry entry : trail) {
      if (entry.kind() == AuditEntry.Kind.DECISION && entry.from() != entry.to()) {
        InstanceState state =
            entry.to() == InstanceState.PURGING ? InstanceState.PURGED : entry.to();
        entered.put(state, entry.at());
      }
    }
    for (int i = 1; i < stages.size(); i++) {
      Stage before = stages.get(i - 1);
      Instant from = entered.get(before.state());
      Instant to = entered.get(stages.get(i).state());
      assertThat(to).as("%s: %s is reached", subject, stages.get(i).state()).isNotNull();
      if (before.state() != InstanceState.RUNNING) {
        assertThat(Duration.between(Objects.requireNonNull(from), to))
            .as("%s: how long %s lasted", subject, before.state())
            .isGreaterThanOrEqualTo(stages.get(i).after().minus(before.after()));
      }
    }
  }

  private static List<Event> withIds(List<Event> events) {
    List<Event> all = new ArrayList<>();
    for (Event event : events) {
      all.add(
          Event.builder(event.operation(), event.at())
              .id("e-" + all.size())
              .until(event.until())
              .newId(event.newId())
              .overrides(event.overrides())
              .name(event.name())
              .value(event.value())
              .confirm(event.confirm())
              .build());
    }
    return all;
  }

  private static List<RetentionTable> tablesOf(Subject subject) {
    return Objects.requireNonNull(subject.policy().profiles().get(subject.profile())).tables();
  }

  private static void note(Map<String, Instant> holds, Event event) {
    String name = event.name() == null ? "hold" : event.name();
    if (event.operation().equals(Operation.HOLD)) {
      holds.put(name, event.until() == null ? Instant.MAX : event.until());
    } else if (event.operation().equals(Operation.UNHOLD) && event.name() == null) {
      holds.clear();
    } else if (event.operation().equals(Operation.UNHOLD)) {
      holds.remove(name);
    }
  }

  static TestHost hostOf(Subject subject) {
    return TestHost.at(Subject.CREATED, Interpreter.Settings.SIMULATION, subject.policy());
  }
}
