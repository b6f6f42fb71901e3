package dev.reprieve;

import dev.reprieve.effect.Backoff;
import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.internal.Words;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.PurgeProgress;
import dev.reprieve.model.Refusal;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings effects to the host's handler, and writes down what it answers. */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** How often an answer is written anew because somebody else changed the row. */
  private static final int TRIES = 64;

  private static final Decline OUT_OF_TIME =
      new Decline(WaitingFor.ITS_TIME, "its lease ran out before it was handed out (SAF-14)", null);

  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final EffectHandler handler;
  private final Listeners listeners;
  private final Backoff backoff;
  private final Duration lease;
  private final Guardian guardian;
  private final LongAdder redelivered = new LongAdder();
  private final boolean backupGate;

  Courier(
      RecycleBinRepository bin,
      Interpreter interpreter,
      EffectHandler handler,
      Listeners listeners,
      Backoff backoff,
      Duration lease,
      Guardian guardian,
      boolean backupGate) {
    this.bin = bin;
    this.interpreter = interpreter;
    this.handler = handler;
    this.listeners = listeners;
    this.backoff = backoff;
    this.lease = lease;
    this.backupGate = backupGate;
    this.guardian = guardian;
  }

  /** How many effects this engine handed out that had been handed out before (SAF-16). */
  long redelivered() {
    return redelivered.sum();
  }

  DeliveryReport deliver(int atMost) {
    Tally tally = new Tally();
    int begun = 0;
    while (begun < atMost && !Thread.currentThread().isInterrupted()) {
      // One at a time: no lease runs, and no hold comes, while a claimed effect waits here.
      long claimedAt = guardian.lived();
      List<EffectClaim> claims = bin.claimEffects(bin.now(), lease, 1);
      if (claims.isEmpty()) {
        break;
      }
      begun++;
      handOver(claims.get(0), claimedAt, tally);
    }
    return tally.report();
  }

  /**
   * @param claimedAt when the lease began at the earliest, by the time that this process lives
   *     through
   */
  private void handOver(EffectClaim claim, long claimedAt, Tally tally) {
    EffectRecord record = claim.record();
    if (record.undone() && record.token() == null) {
      // Its lease ran out, and what it was ordered for is no more: nobody is asked again (SAF-11).
      write(record, EffectResult.failed("its lease ran out after its step was undone"), tally);
      return;
    }
    Instant now = bin.now();
    boolean late = !record.notBefore().isAfter(now);
    Decline decline = late ? null : guardian.ofEffect(claim, now);
    // Read last: the host may take its time to answer a fresh look.
    if (late || guardian.isOver(lease, claimedAt)) {
      // Whoever has it by now may have told the host something else (SAF-14).
      decline = OUT_OF_TIME;
    }
    if (decline != null) {
      withhold(record, decline);
      tally.withheld();
      return;
    }
    if (record.attempts() > 1 && record.token() == null) {
      // What answered that it is at work is only asked how it goes.
      redelivered.increment();
    }
    EffectRequest request =
        new EffectRequest(
            record.effect(),
            claim.instance(),
            record.attempts(),
            record.token(),
            claim.earlierFacts(),
            claim.fence());
    EffectResult result = ask(request);
    write(record, result, tally);
    listeners.tell(listener -> listener.onEffect(request, result));
  }

  /** Puts an effect back that a guard stops: it was not tried, and is asked about again. */
  private void withhold(EffectRecord record, Decline decline) {
    Instant again = decline.lookAgainAt();
    Instant at = ahead(again == null ? bin.now() : again, bin.now());
    String token = record.token();
    EffectRecord asBefore =
        token == null ? record.withheld(at, decline.reason()) : record.working(at, token);
    EffectChange back = new EffectChange(record.claim(), asBefore);
    if (bin.commit(Commit.of(back)) != Commit.Result.COMMITTED) {
      // Its step was undone meanwhile: it was not tried, and never will be (SAF-11). Otherwise
      // somebody else has it by now, and does the same.
      EffectRecord current = bin.effect(record.effect().key());
      if (current != null && current.undone() && current.isStill(record)) {
        write(record, EffectResult.failed(decline.reason()), new Tally());
      }
    }
  }

  private EffectResult ask(EffectRequest request) {
    try {
      EffectResult result = handler.handle(request);
      return result == null ? EffectResult.failed("the handler answered nothing") : result;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return EffectResult.retryAt(bin.now(), "interrupted");
    } catch (Exception | LinkageError | AssertionError | StackOverflowError thrown) {
      // Such errors, too, are of this request or of the handler's code, and no other's (SAF-11).
      LOG.warn("The handler failed at {}", request.effect().key(), thrown);
      return EffectResult.failed(Words.of(thrown));
    }
  }

  /**
   * Writes the answer to an effect, from a worker or from outside.
   *
   * @return false if the effect is not open any more
   */
  boolean complete(EffectKey key, EffectResult result) {
    EffectRecord record = bin.effect(key);
    return record != null && write(record, result, true, new Tally());
  }

  /** The same, for somebody who is named in the audit: the line is written first. */
  boolean complete(EffectKey key, EffectResult result, String by) {
    EffectRecord record = bin.effect(key);
    Instance instance = bin.find(key.instance());
    if (record == null || instance == null || record.status().isOver()) {
      return false;
    }
    AuditEntry line = Audit.completed(instance, record, result, bin.now(), by);
    bin.commit(Commit.of(line));
    return complete(key, result);
  }

  /** Has an effect that was given up, or waits for its next attempt, tried again at once. */
  boolean retry(EffectKey key, @Nullable String by, @Nullable String why) {
    EffectRecord record = bin.effect(key);
    Instance instance = bin.find(key.instance());
    Instant now = bin.now();
    if (record == null || instance == null || record.isUnderWay(now)) {
      return false;
    }
    EffectRecord again = record.again(now, 0, record.reason());
    return bin.commit(
            Commit.of(
                new EffectChange(record.claim(), again),
                Audit.retried(instance, record, now, by, why)))
        == Commit.Result.COMMITTED;
  }

  /**
   * Drops an effect that was given up, on an operator's word. What destroys data, what a purge that
   * is ahead waits for, and a backup on which a release rests are not dropped.
   */
  Answer dismiss(EffectKey key, String by, String why) {
    for (int i = 0; i < TRIES; i++) {
      Instance instance = bin.find(key.instance());
      EffectRecord record = bin.effect(key);
      Refusal refusal = Dismissal.refusal(key, instance, record, why);
      if (refusal != null || instance == null || record == null) {
        return refused(key.instance(), instance, Objects.requireNonNull(refusal), by, why);
      }
      EffectRecord dropped = record.dropped();
      Instant now = bin.now();
      // In one commit: nothing else would ever end a purge of which nothing is left to do (SAF-15).
      Instance purged =
          instance.state() == InstanceState.PURGING && isLast(instance, dropped)
              ? purgedAt(instance, now)
              : null;
      // Over the version that was judged: a purge may lie ahead by now that waits for it (SAF-04).
      Instance after =
          purged == null ? instance.toBuilder().version(instance.version() + 1).build() : purged;
      List<AuditEntry> audit = new ArrayList<>();
      audit.add(Audit.of(after, dropped, now, by, why));
      if (purged != null) {
        audit.add(Audit.of(confirmed(instance, purged), null, null));
      }
      Commit commit =
          Commit.builder()
              .row(new RowChange(instance.version(), after, interpreter.dueAt(after)))
              .change(new EffectChange(record.claim(), dropped))
              .lines(audit)
              .build();
      if (bin.commit(commit) == Commit.Result.COMMITTED) {
        return Answer.applied(key.instance(), List.of());
      }
    }
    return Answer.lostRace(key.instance());
  }

  private Answer refused(
      InstanceKey key, @Nullable Instance instance, Refusal refusal, String by, String why) {
    Instant now = bin.now();
    AuditEntry line =
        instance == null
            ? Audit.refusedOfNone(key, refusal, now, by, why)
            : Audit.refused(instance, refusal, now, by, why);
    bin.commit(Commit.of(line));
    return Answer.refused(key, refusal);
  }

  /** Fails closed: a backup that is not named, or holds something else, is none (SAF-06). */
  private EffectResult gated(EffectRecord record, Instance instance, EffectResult result) {
    if (!backupGate
        || !(result instanceof EffectResult.Done done)
        || !BackupFacts.neededBy(record.effect().type())) {
      return result;
    }
    String missing = BackupFacts.missing(instance, done.facts());
    return missing == null ? result : EffectResult.failed(missing);
  }

  private boolean write(EffectRecord claimed, EffectResult answered, Tally tally) {
    return write(claimed, answered, false, tally);
  }

  /**
   * @param fromOutside whether another than the worker that has it answers
   */
  private boolean write(
      EffectRecord claimed, EffectResult answered, boolean fromOutside, Tally tally) {
    for (int i = 0; i < TRIES; i++) {
      EffectRecord current = bin.effect(claimed.effect().key());
      if (current == null || !current.isStill(claimed)) {
        // The lease ran out and somebody else has it: losing it is normal.
        return false;
      }
      Instance instance = bin.find(claimed.effect().key().instance());
      if (instance == null) {
        return false;
      }
      EffectResult result = gated(claimed, instance, answered);
      ClockReading clock = guardian.readClock();
      Instant now = clock.now();
      EffectRecord next = after(current, result, now);
      if (fromOutside && current.status() == EffectStatus.CLAIMED) {
        // A worker may be at it: it is nobody else's turn before its lease ends (ALL-09).
        next = next.notBefore(current.notBefore());
      }
      Instance after = instanceAfter(instance, next, clock);
      if (bin.commit(commit(instance, after, current, next, now)) == Commit.Result.COMMITTED) {
        tally.count(next, after);
        return true;
      }
    }
    return false;
  }

  private EffectRecord after(EffectRecord record, EffectResult result, Instant now) {
    boolean ends = result.kind() == EffectResult.Kind.DONE;
    if (record.undone() && !ends && result.kind() != EffectResult.Kind.WORKING) {
      return record.dropped();
    }
    return switch (result.kind()) {
      case DONE -> record.done(((EffectResult.Done) result).facts());
      case WORKING -> {
        EffectResult.Working working = (EffectResult.Working) result;
        yield record.working(ahead(working.lookAgainAt(), now), working.token());
      }
      case RETRY_AT -> {
        EffectResult.RetryAt later = (EffectResult.RetryAt) result;
        yield record.again(ahead(later.at(), now), record.failures(), later.reason());
      }
      case FAILED -> {
        String reason = ((EffectResult.Failed) result).reason();
        int failed = record.failures() + 1;
        yield backoff.givesUpAfter(failed)
            ? record.givenUp(failed, reason)
            : record.again(now.plus(backoff.pauseAfter(failed)), failed, reason);
      }
      case IMPOSSIBLE ->
          record.givenUp(record.failures() + 1, ((EffectResult.Impossible) result).reason());
    };
  }

  /** An answer that names no instant ahead would be asked again at once, and without end. */
  private Instant ahead(Instant answered, Instant now) {
    return answered.isAfter(now) ? answered : now.plus(backoff.pauseAfter(1));
  }

  /** What the answer changes about the instance itself, or null. */
  private @Nullable Instance instanceAfter(
      Instance instance, EffectRecord next, ClockReading clock) {
    Instant recorded = Interpreter.moment(instance, clock.now());
    Instance.Builder after =
        instance.toBuilder().version(instance.version() + 1).recordedAt(recorded);
    boolean ended = next.status().isOver() || next.status() == EffectStatus.GIVEN_UP;
    if (ended && instance.openRebuilds().contains(next.effect().key())) {
      List<EffectKey> open = new ArrayList<>(instance.openRebuilds());
      open.remove(next.effect().key());
      return after.openRebuilds(open).purgeNotBefore(notSooner(instance, recorded, clock)).build();
    }
    if (instance.state() != InstanceState.PURGING) {
      return null;
    }
    if (next.status().isOver()) {
      // The row is written with each: of two that end at once, one sees that it is the last, and no
      // crash comes between the last one's end and the purge's (SAF-15).
      return isLast(instance, next) ? purged(after, recorded) : after.build();
    }
    if (next.status() == EffectStatus.WORKING) {
      return null;
    }
    PurgeProgress before = instance.purge() == null ? PurgeProgress.BEGUN : instance.purge();
    boolean givenUp = next.status() == EffectStatus.GIVEN_UP;
    return after
        .purge(
            new PurgeProgress(
                before.attempts() + 1, next.reason(), givenUp ? null : next.notBefore()))
        .build();
  }

  private static Instance purged(Instance.Builder row, Instant at) {
    return row.moveTo(InstanceState.PURGED, Cause.PURGE_CONFIRMED, at).purge(null).build();
  }

  private static Instance purgedAt(Instance row, Instant now) {
    Instant at = Interpreter.moment(row, now);
    return purged(row.toBuilder().version(row.version() + 1).recordedAt(at), at);
  }

  private static Instant notSooner(Instance instance, Instant recorded, ClockReading clock) {
    Instant at = recorded.isBefore(clock.counted()) ? clock.counted() : recorded;
    Instant before = instance.purgeNotBefore();
    return before != null && before.isAfter(at) ? before : at;
  }

  private boolean isLast(Instance instance, EffectRecord done) {
    return bin.openEffects(instance.key()).stream()
        .allMatch(open -> open.effect().key().equals(done.effect().key()));
  }

  private Commit commit(
      Instance before,
      @Nullable Instance after,
      EffectRecord current,
      EffectRecord next,
      Instant now) {
    List<AuditEntry> audit = new ArrayList<>();
    if (next.status().isOver() || next.status() == EffectStatus.GIVEN_UP) {
      audit.add(Audit.of(after == null ? before : after, next, now));
    }
    if (after != null && after.state() == InstanceState.PURGED) {
      audit.add(Audit.of(confirmed(before, after), null, null));
    }
    return Commit.builder()
        .rows(
            after == null
                ? List.of()
                : List.of(new RowChange(before.version(), after, interpreter.dueAt(after))))
        .change(new EffectChange(current.claim(), next))
        .lines(audit)
        .decided(now)
        .build();
  }

  private static Decision confirmed(Instance before, Instance after) {
    return new Decision(
        before,
        after,
        Cause.PURGE_CONFIRMED,
        after.recordedAt(),
        after.recordedAt(),
        "ALL-02",
        "purge confirmed",
        List.of(),
        null,
        Map.of(),
        List.of());
  }

  /** Counts. */
  private static final class Tally {
    private int done;
    private int working;
    private int later;
    private int givenUp;
    private int purged;
    private int withheld;
    private int dropped;

    void count(EffectRecord next, @Nullable Instance after) {
      switch (next.status()) {
        case DONE -> done++;
        case WORKING -> working++;
        case GIVEN_UP -> givenUp++;
        case DROPPED -> dropped++;
        default -> later++;
      }
      if (after != null && after.state() == InstanceState.PURGED) {
        purged++;
      }
    }

    void withheld() {
      withheld++;
    }

    DeliveryReport report() {
      return new DeliveryReport(done, working, later, givenUp, purged, dropped, withheld);
    }
  }
}
