package dev.reprieve.fleet;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Passage;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.terraform.GovernedInstance;
import dev.reprieve.terraform.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what happens to an instance if nobody does anything (SPEC 11), by asking the interpreter.
 * Thread-safe.
 */
final class Outlook {
  /** As a simulation: nothing is late, every span counts from when it was due. */
  private static final Interpreter INTERPRETER = new Interpreter(Interpreter.Settings.SIMULATION);

  private final PolicyRegistry policies;
  private final Instant now;

  Outlook(PolicyRegistry policies, Instant now) {
    this.policies = policies;
    this.now = now;
  }

  /**
   * The line of an instance.
   *
   * @throws IllegalStateException if no policy for its product is on the class path
   */
  TimelineLine of(GovernedInstance governed) {
    RetentionPolicy policy = policies.latest(governed.product());
    if (policy == null) {
      throw new IllegalStateException("no policy for " + governed.product() + " was found");
    }
    BillingMode billing = governed.billing();
    if (billing == null || !governed.lacking().isEmpty()) {
      return unruled(governed, policy);
    }
    Snapshot snapshot = Snapshot.of(INTERPRETER, policy, governed, now);
    Projection ahead = Projection.whatIf(INTERPRETER, policy, snapshot.instance(), now);
    Passage purge = overduePurge(ahead.reached());
    InstanceState state = purge == null ? ahead.state() : purge.from();
    Instance begun = Snapshot.begin(INTERPRETER, policy, governed);
    boolean counting = billing.isSubscription() || ahead.reached().arrearsSince() != null;
    boolean relative = governed.lacksExpiry();
    TimelineLine.Conflict conflict = conflict(governed, state);
    List<String> findings = new ArrayList<>(governed.findings());
    findings.addAll(snapshot.findings());
    return new TimelineLine(
        governed.address(),
        governed.id(),
        governed.product(),
        begun.profile(),
        billing,
        governed.region(),
        governed.createdAt(),
        state,
        told(conflict, relative ? relative(policy, begun, Cause.EXPIRY) : absolute(ahead.steps())),
        counting || !state.isLive()
            ? null
            : told(conflict, relative(policy, begun, Cause.of(Operation.ARREARS))),
        relative ? List.of(governed.expiryName()) : List.of(),
        relative,
        conflict,
        purge == null || conflict != null ? null : purge.at(),
        governed.autoRenews(),
        governed.lockedByOthers(),
        findings);
  }

  /** No rule can say anything of it, and nothing is guessed (TF-02). */
  private static TimelineLine unruled(GovernedInstance governed, RetentionPolicy policy) {
    List<String> unknown = new ArrayList<>(governed.lacking());
    if (governed.lacksExpiry()) {
      unknown.add(governed.expiryName());
    }
    return new TimelineLine(
        governed.address(),
        governed.id(),
        governed.product(),
        governed.profile() == null ? policy.defaultProfile().name() : governed.profile(),
        governed.billing(),
        governed.region(),
        governed.createdAt(),
        null,
        List.of(),
        null,
        unknown,
        false,
        null,
        null,
        governed.autoRenews(),
        governed.lockedByOthers(),
        governed.findings());
  }

  /** The purge that the rules would have carried out of what is still there (ALL-12), or null. */
  private static @Nullable Passage overduePurge(Instance reached) {
    List<Passage> trail = reached.trail();
    return reached.state() == InstanceState.PURGING ? trail.get(trail.size() - 1) : null;
  }

  /** What the file or the facts say and the rules do not, if they do (TF-08). */
  private static TimelineLine.@Nullable Conflict conflict(
      GovernedInstance governed, InstanceState computed) {
    for (InstanceState observed : governed.observed()) {
      boolean same = observed == computed || (observed.isLive() && computed.isLive());
      if (!same) {
        return new TimelineLine.Conflict(observed, computed);
      }
    }
    return null;
  }

  /** Under a conflict no purge is named (TF-08). */
  private static List<TimelineLine.Step> told(
      TimelineLine.@Nullable Conflict conflict, List<TimelineLine.Step> steps) {
    return conflict == null
        ? steps
        : steps.stream().filter(step -> step.to() != InstanceState.PURGED).toList();
  }

  private static List<TimelineLine.Step> absolute(List<Projection.Step> steps) {
    return steps.stream()
        .map(step -> new TimelineLine.Step(step.at(), null, step.from(), step.to(), step.rule()))
        .toList();
  }

  private static List<TimelineLine.Step> relative(
      RetentionPolicy policy, Instance begun, Cause cause) {
    return Projection.from(INTERPRETER, policy, begun, cause).stream()
        .map(step -> new TimelineLine.Step(null, step.after(), step.from(), step.to(), step.rule()))
        .toList();
  }
}
