package dev.reprieve;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an event's consequences a host may want two principals for (SAF-20): all that may make a
 * purge come sooner than it would have, but for what the rules themselves set going, a release into
 * the bin or arrears.
 */
final class SecondLooks {
  private SecondLooks() {}

  /**
   * The acts that an accepted event is.
   *
   * @param own what it decides
   */
  static Set<SecondLook> of(Event event, Decision own, RetentionPolicy policy, Instant now) {
    Set<SecondLook> acts = EnumSet.noneOf(SecondLook.class);
    Instance before = own.before();
    if (own.beginsPurge()) {
      acts.add(SecondLook.EARLY_PURGE);
    }
    if (before == null) {
      return acts;
    }
    boolean forgets = event.operation().equals(Operation.FORGET);
    if (loosensHold(before, own.after(), now) || (forgets && losesHold(before, now))) {
      acts.add(SecondLook.LIFT_HOLD);
    }
    boolean changes =
        policy.changes().stream().anyMatch(change -> change.operation().equals(event.operation()));
    // What is adopted anew has another deadline, whatever was promised of this one.
    if ((forgets && before.state() == InstanceState.RETAINED)
        || (changes && shortens(before, own.after(), policy, now))) {
      acts.add(SecondLook.SHORTEN);
    }
    return acts;
  }

  /** Whether a hold in force is lifted, or replaced by one of its name that ends sooner. */
  private static boolean loosensHold(Instance before, Instance after, Instant now) {
    return before.holds().all().stream()
        .filter(hold -> hold.inForceAt(now))
        .anyMatch(hold -> after.holds().all().stream().noneMatch(hold::endsNoLaterThan));
  }

  /** What is forgotten keeps its compliance holds, and no other. */
  private static boolean losesHold(Instance before, Instant now) {
    return before.holds().all().stream()
        .anyMatch(hold -> hold.inForceAt(now) && !hold.compliance());
  }

  /** In the bin by the deadline that stands; before it, by what the table says of its end there. */
  private static boolean shortens(
      Instance before, Instance after, RetentionPolicy policy, Instant now) {
    if (before.state() == InstanceState.RETAINED) {
      Deadline was = before.deadline();
      Deadline is = after.deadline();
      return is != null && (was == null || is.dueAt().isBefore(was.dueAt()));
    }
    RetentionTable old = policy.tableFor(before, now);
    RetentionTable next = policy.tableFor(after, now);
    return isSooner(purgedAfter(old), purgedAfter(next))
        || isSooner(keptAfterRelease(old, before), keptAfterRelease(next, after));
  }

  private static boolean isSooner(@Nullable Duration was, @Nullable Duration is) {
    return is != null && (was == null || is.compareTo(was) < 0);
  }

  private static @Nullable Duration purgedAfter(RetentionTable table) {
    for (Stage stage : table.stages()) {
      if (stage.state() == InstanceState.PURGED) {
        return stage.after();
      }
    }
    return null;
  }

  private static @Nullable Duration keptAfterRelease(RetentionTable table, Instance instance) {
    Release release = table.handling().release(instance.billing());
    if (release == null) {
      return null;
    }
    return release.isFinal() ? Duration.ZERO : release.kept();
  }
}
