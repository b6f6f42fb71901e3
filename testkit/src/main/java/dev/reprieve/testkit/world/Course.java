package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.recyclebin.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reference model of one instance: reckons, from what was accepted of what was said and from
 * the figures of the vendor's table alone, what may happen to it and when. It shares no code with
 * the interpreter.
 */
final class Course {
  /** As far as a purge may be moved by its owner (SAF-10). */
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(30);

  private final Interpreter.Settings settings;
  private final Keeping holds = new Keeping();
  private @Nullable Instant paidUntil;
  private @Nullable Instant paidTrulyUntil;
  private @Nullable Instant unpaidSince;
  private boolean releaseProtected;
  private @Nullable Bound next;
  private @Nullable Instant rebuildEnded;
  private int openRebuilds;
  private @Nullable Instant graceUntil;
  private @Nullable Instant snoozedUntil;
  private @Nullable Instant promised;
  private boolean askedToDestroy;
  private boolean released;

  Course(Interpreter.Settings settings) {
    this.settings = settings;
  }

  /** The instance begins, new or rebuilt. */
  void begin(RetentionPolicy policy, Instance row, Moment judged) {
    begin(row, List.of(), judged);
    term(policy.tableFor(row, row.recordedAt()));
  }

  private void begin(Instance row, List<Hold> given, Moment judged) {
    holds.begin(row, given, judged.reading());
    paidUntil = row.expiresAt();
    paidTrulyUntil = paidUntil;
    unpaidSince = null;
    releaseProtected = row.releaseProtected();
    next = null;
    released = false;
    afresh();
  }

  /** The instance was there before (ADO-01). */
  void adopt(RetentionPolicy policy, Instance row, Adoption adoption, Moment judged) {
    if (row.state() != adoption.state()) {
      throw new Breach("an instance was adopted in another state", row.toString());
    }
    begin(row, adoption.holds(), judged);
    promised = adoption.promisedPurgeAt();
    unpaidSince = AdoptedBound.arrears(adoption, row.recordedAt());
    released = adoption.state() == InstanceState.RETAINED && adoption.releasedAt() != null;
    RetentionTable table = policy.tableFor(row, row.recordedAt());
    AdoptedBound bound = new AdoptedBound(table, adoption, row, judged);
    Instant since = unpaidSince;
    if (!AdoptedBound.runs(adoption)) {
      next = bound.ending();
    } else if (since == null) {
      term(table);
    } else {
      next = bound.unpaid(since);
    }
  }

  /**
   * It was put under another version of its policy (ALL-08): its stage counts by that from when it
   * began, and no purge comes nearer by it unless that was said.
   */
  void repinned(RetentionTable table, Instance before, boolean sooner, Moment judged) {
    Bound old = next;
    Bound counted = recounted(table, before, judged);
    if (sooner || counted == null || (old != null && counted.at().isAfter(old.at()))) {
      next = counted;
      askedToDestroy = false;
    }
  }

  private @Nullable Bound recounted(RetentionTable table, Instance before, Moment judged) {
    Release release = table.handling().release(before.billing());
    Duration kept = release == null ? null : release.kept();
    int index = indexOf(table, before.state());
    boolean byRelease = before.state() == InstanceState.RETAINED && (released || index < 0);
    if (byRelease) {
      return release == null || kept == null
          ? null
          : counted(before, kept, release.moreThan(), InstanceState.PURGED, judged);
    }
    if (index < 0 || index + 1 >= table.stages().size()) {
      return null;
    }
    Stage following = table.stages().get(index + 1);
    Duration span = following.after().minus(table.stages().get(index).after());
    return counted(before, span, following.moreThan(), following.state(), judged);
  }

  private static Bound counted(
      Instance before, Duration span, boolean moreThan, InstanceState to, Moment judged) {
    Instant truly = judged.trulyOf(before.since()).plus(span);
    return new Bound(before.since().plus(span), truly, moreThan, to, false);
  }

  /** What the model expects next, or null where nothing happens by itself. */
  @Nullable Bound next() {
    return next;
  }

  /** Whether a hold without end keeps its data. */
  boolean heldForEver() {
    return holds.withoutEnd();
  }

  boolean heldAt(Instant reading) {
    return holds.inForceAt(reading);
  }

  /** Whether an event takes the force of a hold away, or a part of it. */
  boolean isLoosenedBy(Event letter, Instant reading) {
    boolean lifts = letter.operation().equals(Operation.UNHOLD);
    return (lifts || letter.operation().equals(Operation.HOLD))
        && holds.isLoosenedBy(letter, lifts, reading);
  }

  boolean hasOpenRebuild() {
    return openRebuilds > 0;
  }

  void rebuildOrdered() {
    openRebuilds++;
  }

  void rebuildEnded(Instant at) {
    openRebuilds--;
    rebuildEnded = at;
  }

  /** A line that time alone has led to. */
  void byTime(
      AuditEntry line,
      Instance before,
      RetentionPolicy policy,
      Moment judged,
      boolean sweep,
      Watch watch) {
    Instant reading = judged.reading();
    Bound due = next;
    if (due == null) {
      throw new Breach("nothing was due", line.toString());
    }
    boolean purge = line.to() == InstanceState.PURGING;
    if (purge != due.purges()) {
      throw new Breach("a stage is left out", due + ", and " + line);
    }
    if (line.cause().equals(Cause.EXPIRY.name()) != due.expiry()) {
      throw new Breach("an expiry is none", due + ", and " + line);
    }
    if (!due.passedAt(reading)) {
      throw new Breach(
          purge ? "a purge came before its deadline" : "a stage came before its deadline",
          due + " at " + reading + ": " + line);
    }
    if (purge) {
      Instant overdueFrom = overdueFrom(due, before);
      mayPurge(due, overdueFrom, line, judged, sweep);
      notSooner(
          "an outage",
          watch.pushed(due.moreThan() ? overdueFrom.plusNanos(1) : overdueFrom),
          reading);
      Instant grace = holds.graceAfter(overdueFrom, settings.holdGrace());
      notSooner("an outage", grace == null ? null : watch.pushed(grace), reading);
      next = null;
      return;
    }
    RetentionTable table = policy.tableFor(before, line.at());
    if (due.expiry()) {
      enterFirst(table, due.at(), due.truly(), line, judged);
    } else {
      enter(table, indexOf(table, due.to()), due, line, judged);
    }
  }

  private void mayPurge(
      Bound due, Instant overdueFrom, AuditEntry line, Moment judged, boolean sweep) {
    Instant reading = judged.reading();
    Duration margin = settings.purgeMargin();
    if (!sweep) {
      throw new Breach("an event began a purge", line.toString());
    }
    if (judged.truth().plus(judged.admitted()).isBefore(due.truly())) {
      throw new Breach(
          "a purge came early in true time",
          due + " at " + judged.truth() + ", admitted is " + judged.admitted());
    }
    if (!due.later(margin).passedAt(reading)) {
      throw new Breach("a purge did not wait its margin", due + " at " + reading);
    }
    if (heldAt(reading)) {
      throw new Breach("a purge began under a hold", holds + " at " + reading);
    }
    notSooner("the grace after a hold", graceUntil, reading);
    notSooner("a snooze", snoozedUntil, reading);
    notSooner(
        "the grace after a hold", holds.graceAfter(overdueFrom, settings.holdGrace()), reading);
    notSooner("what its owner was promised", promised, reading);
    if (openRebuilds > 0) {
      throw new Breach("a purge began under a rebuild", line.toString());
    }
    Instant rebuilt = rebuildEnded;
    if (rebuilt != null && reading.isBefore(rebuilt.plus(margin))) {
      throw new Breach("a purge did not wait after a rebuild", rebuilt + " at " + reading);
    }
  }

  /**
   * What was recorded while the clock lagged is due later than by its own instants. How much later
   * is taken from the row: what a guard took for a lag is its own to say, and all that follows from
   * it here is when a hold that has ended has a grace.
   */
  private static Instant overdueFrom(Bound due, Instance before) {
    Deadline written = before.deadline();
    return written != null && written.at().isAfter(due.at()) ? written.at() : due.at();
  }

  private static void notSooner(String what, @Nullable Instant until, Instant reading) {
    if (until != null && reading.isBefore(until)) {
      throw new Breach("a purge did not wait for " + what, until + " at " + reading);
    }
  }

  /** Whether its user has asked for the purge that is ahead, and needs no notice of it. */
  boolean isAskedToBeDestroyed() {
    return askedToDestroy;
  }

  private void afresh() {
    graceUntil = null;
    snoozedUntil = null;
    promised = null;
    askedToDestroy = false;
  }

  /** A line that somebody has asked for. */
  void byLetter(
      AuditEntry line,
      Event letter,
      Instance before,
      Instance after,
      RetentionPolicy policy,
      Moment judged) {
    InstanceState from = line.from() == null ? before.state() : line.from();
    Operation operation = letter.operation();
    RetentionTable table = policy.tableFor(before, line.at());
    boolean destroys = operation.equals(Operation.DESTROY) || operation.equals(Operation.RELEASE);
    if (line.to() == InstanceState.PURGING && from != InstanceState.PURGING) {
      mayDestroy(letter, line);
    } else if (destroys && line.to() == from) {
      // Recorded, and it waits for the safeguards.
      mayDestroy(letter, line);
      askedToDestroy = true;
      next = new Bound(line.at(), line.at(), false, InstanceState.PURGED, false);
    } else if (operation.equals(Operation.RENEW)
        || operation.equals(Operation.CHANGE_BILLING_MODE)) {
      Instant until = Objects.requireNonNull(letter.until());
      paidUntil = Microseconds.up(until);
      paidTrulyUntil = judged.truly(until);
      afresh();
      term(policy.tableFor(after, line.at()));
    } else if (operation.equals(Operation.SETTLE)) {
      unpaidSince = null;
      if (from != InstanceState.RETAINED) {
        next = null;
        afresh();
      }
    } else if (operation.equals(Operation.ARREARS)) {
      unpaidSince = letter.at();
      if (from.isLive() && !table.stages().isEmpty()) {
        enterFirst(table, letter.at(), judged.truly(letter.at()), line, judged);
      }
    } else if (operation.equals(Operation.HOLD)) {
      holds.hold(letter, judged.reading());
    } else if (operation.equals(Operation.UNHOLD)) {
      boolean held = heldAt(line.at());
      holds.lift(letter.name(), judged.reading());
      Bound due = next;
      if (held
          && !heldAt(line.at())
          && due != null
          && due.purges()
          && line.at().isAfter(overdueFrom(due, before))) {
        graceUntil = line.at().plus(settings.holdGrace());
      }
    } else if (operation.equals(Operation.SNOOZE)) {
      snooze(Objects.requireNonNull(letter.until()), after, line);
    } else if (operation.equals(Operation.PROTECT) || operation.equals(Operation.UNPROTECT)) {
      releaseProtected = operation.equals(Operation.PROTECT);
    } else if (operation.equals(Operation.RELEASE)) {
      release(table.handling().release(before.billing()), line, judged);
    } else if (line.to() == InstanceState.FORGOTTEN) {
      next = null;
    } else if (from.isInBin() && isLive(line.to())) {
      Instant end = paidUntil;
      next = null;
      afresh();
      if (end != null && end.isAfter(line.at())) {
        term(table);
      }
    }
  }

  private static boolean isLive(@Nullable InstanceState state) {
    return state != null && state.isLive();
  }

  /** Later, never nearer, and not for ever (SAF-10). */
  private void snooze(Instant until, Instance after, AuditEntry line) {
    Bound due = next;
    if (due == null || !due.purges()) {
      throw new Breach("a snooze of no purge", line.toString());
    }
    Instant at = after.deadline() == null ? due.at() : after.deadline().at();
    boolean nearer = snoozedUntil != null && until.isBefore(snoozedUntil);
    if (nearer || !until.isAfter(due.at()) || until.isAfter(at.plus(LONGEST_SNOOZE))) {
      throw new Breach("a snooze that moves a purge nearer, or too far", until + " of " + due);
    }
    snoozedUntil = until;
  }

  private void mayDestroy(Event letter, AuditEntry line) {
    if (releaseProtected) {
      throw new Breach("a protected instance was destroyed", line.toString());
    }
    if (heldAt(letter.at())) {
      throw new Breach("an instance was destroyed under a hold", holds + ", " + line);
    }
    if (line.to() == InstanceState.PURGING && openRebuilds > 0) {
      throw new Breach("an instance was destroyed under a rebuild", line.toString());
    }
    next = null;
  }

  private void release(@Nullable Release release, AuditEntry line, Moment judged) {
    if (releaseProtected || release == null || line.to() != InstanceState.RETAINED) {
      throw new Breach("a release that is none", line.toString());
    }
    released = true;
    Duration kept = release.kept();
    next =
        kept == null
            ? null
            : new Bound(
                line.at().plus(kept),
                judged.truth().plus(kept),
                release.moreThan(),
                InstanceState.PURGED,
                false);
  }

  /** Another value of an attribute, which may bring another table and with it an end. */
  void changed(
      AttributeChange change, boolean same, RetentionTable after, AuditEntry line, Moment judged) {
    if (same) {
      return;
    }
    if (line.from() != InstanceState.RETAINED) {
      takesBackWhatWaits(after, line, judged);
      return;
    }
    Bound old = next;
    if (indexOf(after, InstanceState.PURGED) < 0) {
      next = null;
    } else {
      Instant notice = line.at().plus(change.noticeInBin());
      next =
          old != null && old.at().isAfter(notice)
              ? old
              : new Bound(
                  notice,
                  judged.truth().plus(change.noticeInBin()),
                  false,
                  InstanceState.PURGED,
                  false);
    }
  }

  /** A DESTROY that waits is taken back by another value, and the lock has its full span anew. */
  private void takesBackWhatWaits(RetentionTable after, AuditEntry line, Moment judged) {
    int index = indexOf(after, line.from());
    if (!askedToDestroy || index < 0 || index + 1 >= after.stages().size()) {
      return;
    }
    Stage following = after.stages().get(index + 1);
    if (following.state() == InstanceState.PURGED) {
      return;
    }
    Duration span = following.after().minus(after.stages().get(index).after());
    askedToDestroy = false;
    next =
        new Bound(
            line.at().plus(span),
            judged.truth().plus(span),
            following.moreThan(),
            following.state(),
            false);
  }

  /** A payment that came too late sets a hold of its own, so that a person looks. */
  void paidLate() {
    holds.set(Hold.LATE_PAYMENT, null, false);
  }

  /** What is written must be what the model has reckoned. */
  void compare(Instance row) {
    same("arrears", unpaidSince, row.arrearsSince(), row);
    same("release protection", releaseProtected, row.releaseProtected(), row);
    if (row.billing().isSubscription()) {
      same("end of term", paidUntil, row.expiresAt(), row);
    }
    holds.compare(row);
    if (row.state() == InstanceState.PURGING || row.state().isTerminal()) {
      same("deadline of what has no more", null, row.deadline(), row);
      return;
    }
    Bound expected = next;
    if (expected == null || row.deadline() == null) {
      same("whether a deadline is set", expected != null, row.deadline() != null, row);
    } else if (row.deadline().at().isBefore(expected.at())
        || row.deadline().to() != expected.to()
        || row.deadline().moreThan() != expected.moreThan()) {
      throw new Breach("a deadline is written too early", expected + ", and " + row.deadline());
    }
  }

  private static void same(String what, @Nullable Object model, @Nullable Object row, Instance of) {
    if (!Objects.equals(model, row)) {
      throw new Breach(
          "the model and the row differ", what + " of " + of + ": " + model + ", and " + row);
    }
  }

  private void term(RetentionTable table) {
    Instant until = paidUntil;
    next =
        until == null || table.stages().isEmpty()
            ? null
            : new Bound(
                until,
                paidTrulyUntil == null ? until : paidTrulyUntil,
                false,
                table.stages().get(0).state(),
                true);
  }

  private void enterFirst(
      RetentionTable table, Instant t, Instant truly, AuditEntry line, Moment judged) {
    InstanceState first = table.stages().get(0).state();
    if (line.to() != (first == InstanceState.RUNNING ? line.from() : first)) {
      throw new Breach("the first stage is left out", line.toString());
    }
    enter(table, 0, new Bound(t, truly, false, first, true), line, judged);
  }

  private void enter(
      RetentionTable table, int index, Bound nominal, AuditEntry line, Moment judged) {
    List<Stage> stages = table.stages();
    Stage stage = index < 0 ? null : stages.get(index);
    if (stage == null) {
      throw new Breach("a stage that the table does not have", line.toString());
    }
    released = false;
    boolean runsOn = stage.state() == InstanceState.RUNNING;
    if (!runsOn && line.to() != stage.state()) {
      throw new Breach("a stage is left out", stage + ", and " + line);
    }
    Stage following = index + 1 < stages.size() ? stages.get(index + 1) : null;
    boolean nominally = runsOn || line.at().isBefore(nominal.at());
    Instant from = nominally ? nominal.at() : line.at();
    // Whatever was passed early by the clock, what it leads to is not: both are served in full.
    Instant truly =
        nominally || judged.truth().isBefore(nominal.truly()) ? nominal.truly() : judged.truth();
    Duration span = following == null ? Duration.ZERO : following.after().minus(stage.after());
    next =
        following == null
            ? null
            : new Bound(
                from.plus(span), truly.plus(span), following.moreThan(), following.state(), false);
  }

  private static int indexOf(RetentionTable table, @Nullable InstanceState state) {
    for (int i = 0; i < table.stages().size(); i++) {
      if (table.stages().get(i).state() == state) {
        return i;
      }
    }
    return -1;
  }
}
