package dev.reprieve;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.OwnerChange;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what is said of an owner (OWN-02): first the fact itself, with its line and its id in
 * one commit, so that whatever is registered meanwhile knows it; then it reaches each instance.
 * Said again with the same id, it changes nothing of the fact and goes on with the instances.
 */
final class OwnerFacts {
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Guardian guardian;
  private final Events events;
  private final Notes notes;

  OwnerFacts(
      RecycleBinRepository bin,
      Interpreter interpreter,
      Guardian guardian,
      Events events,
      Notes notes) {
    this.bin = bin;
    this.interpreter = interpreter;
    this.guardian = guardian;
    this.events = events;
    this.notes = notes;
  }

  OwnerAnswer report(OwnerKey owner, Event event) {
    if (!isArrears(event) && !event.operation().equals(Operation.SETTLE)) {
      throw new IllegalArgumentException(
          event.operation() + " cannot be said of an owner: only ARREARS and SETTLE can (OWN-02)");
    }
    String id = event.id();
    for (int i = 0; i < Desk.TRIES; i++) {
      RememberedMessage remembered = id == null ? null : bin.remembered(owner, id);
      OwnerFact fact = bin.ownerFact(owner);
      if (remembered != null) {
        return again(remembered, fact, event);
      }
      OwnerAnswer answer = recorded(fact, event);
      if (answer != null) {
        return answer;
      }
    }
    return new OwnerAnswer(Answer.Kind.LOST_RACE, null, false, Map.of());
  }

  /** Says it to the instances once more: to whoever has answered before it is no news. */
  private OwnerAnswer again(RememberedMessage first, OwnerFact fact, Event event) {
    if (!first.event().equals(event)) {
      Refusal reused = reused(fact.owner(), event);
      notes.line(Audit.ofOwner(fact.owner(), event, reused, bin.now()));
      return new OwnerAnswer(Answer.Kind.REFUSED, reused, false, reached(fact, event, reused));
    }
    return new OwnerAnswer(
        first.kind(), first.refusal(), true, reached(fact, event, first.refusal()));
  }

  /** Records what is said of an owner; null if somebody was faster. */
  private @Nullable OwnerAnswer recorded(OwnerFact fact, Event event) {
    ClockReading clock = guardian.readClock();
    Instant now = clock.now();
    Instant counted = clock.counted();
    Refusal refusal = refusal(fact, event, now);
    OwnerFact next = fact.unchanged(counted);
    if (refusal == null) {
      next =
          isArrears(event)
              ? fact.inArrears(event.at(), counted)
              : fact.settled(event.at(), counted);
    }
    boolean isSo = next.isInArrears() == fact.isInArrears();
    Answer.Kind so = isSo ? Answer.Kind.ALREADY_THERE : Answer.Kind.APPLIED;
    Answer.Kind kind = refusal == null ? so : Answer.Kind.REFUSED;
    Commit commit =
        Commit.builder()
            .recording(new OwnerChange(fact.version(), next, remember(fact, event, kind, refusal)))
            .line(Audit.ofOwner(fact.owner(), event, refusal, now))
            .decided(now)
            .build();
    return bin.commit(commit) == Commit.Result.COMMITTED
        ? new OwnerAnswer(kind, refusal, false, reached(next, event, refusal))
        : null;
  }

  private static @Nullable RememberedMessage remember(
      OwnerFact fact, Event event, Answer.Kind kind, @Nullable Refusal refusal) {
    String id = event.id();
    return id == null ? null : new RememberedMessage(fact.owner(), id, event, kind, refusal);
  }

  private Map<InstanceKey, Answer> reached(OwnerFact fact, Event event, @Nullable Refusal refusal) {
    Map<InstanceKey, Answer> answers = new LinkedHashMap<>();
    for (Instance instance : bin.ofOwner(fact.owner())) {
      if (!instance.billing().isSubscription() && !instance.state().isTerminal()) {
        InstanceKey key = instance.key();
        answers.put(key, events.reportOfOwner(key, event, fact, refusal));
      }
    }
    return answers;
  }

  /**
   * Why arrears of an owner do not put an instance into arrears: the owner is in none by now; or
   * null. A message that was overtaken on its way ends there: what an owner does not owe, none of
   * its instances does.
   */
  static @Nullable Refusal overtaken(OwnerFact known, Event event) {
    return isArrears(event) && !known.isInArrears() ? settledSince(known, event) : null;
  }

  /** Why what is said of an owner is no fact of it, or null. */
  private @Nullable Refusal refusal(OwnerFact fact, Event event, Instant now) {
    Refusal ahead = tooFarAhead(fact.owner(), event, now);
    return ahead == null && isArrears(event) && fact.hasSettled(event.at())
        ? settledSince(fact, event)
        : ahead;
  }

  private static Refusal settledSince(OwnerFact fact, Event event) {
    return Refusal.of(
        RefusalCode.SETTLED_SINCE,
        event.operation(),
        "ALL-07",
        "the arrears of "
            + fact.owner()
            + " since "
            + event.at()
            + " are settled as of "
            + fact.settledAt()
            + ": arrears of later are said with a later instant");
  }

  private @Nullable Refusal tooFarAhead(OwnerKey owner, Event event, Instant now) {
    return event.at().isAfter(now.plus(interpreter.settings().futureTolerance()))
        ? Refusal.of(
            RefusalCode.IN_THE_FUTURE,
            event.operation(),
            "ALL-07",
            event.operation()
                + " of "
                + owner
                + " is dated "
                + event.at()
                + ", the deciding clock says "
                + now)
        : null;
  }

  private static Refusal reused(OwnerKey owner, Event event) {
    return Refusal.of(
        RefusalCode.EVENT_ID_REUSED,
        event.operation(),
        "ALL-05",
        "event id " + event.id() + " of " + owner + " was used for other content");
  }

  private static boolean isArrears(Event event) {
    return event.operation().equals(Operation.ARREARS);
  }
}
