package dev.reprieve.terraform;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A governed instance as the interpreter knows it. What the facts report is told to the interpreter
 * as the events that they were, at their own instants, earliest first: no rule is written down here
 * a second time.
 *
 * @param instance the snapshot, as of the last fact
 * @param findings what the rules refuse to believe of the facts, each a sentence
 */
public record Snapshot(Instance instance, List<String> findings) {
  /** Who shares the installation: a file does not say. */
  private static final String NOBODY = "terraform";

  private static final String NOWHERE = "unknown";

  /** Copies the findings. */
  public Snapshot {
    findings = List.copyOf(findings);
  }

  /**
   * The snapshot of an instance before anything was reported of it: running, or stopped by its
   * user, with the end of its term as its deadline.
   *
   * @throws IllegalArgumentException if the way of paying is not known
   * @throws dev.reprieve.policy.UnruledInstanceException if what a rule needs is lacking
   */
  public static Instance begin(
      Interpreter interpreter, RetentionPolicy policy, GovernedInstance governed) {
    BillingMode billing = governed.billing();
    if (billing == null) {
      throw new IllegalArgumentException(governed.address() + ": nobody says how it is paid for");
    }
    Instant since = earliest(governed);
    InstanceState state =
        governed.observed().equals(List.of(InstanceState.STOPPED))
            ? InstanceState.STOPPED
            : InstanceState.RUNNING;
    String profile = governed.profile();
    String region = governed.region();
    String id = governed.id();
    return interpreter.begin(
        policy,
        Instance.builder()
            .key(
                new InstanceKey(
                    NOBODY,
                    region == null ? NOWHERE : shortened(region),
                    policy.id(),
                    shortened(id == null ? governed.address() : id)))
            .owner(NOBODY)
            .policy(policy.ref())
            .profile(profile == null ? policy.defaultProfile().name() : profile)
            .billing(billing)
            .attributes(governed.attributes())
            .createdAt(governed.createdAt())
            .expiresAt(governed.expiresAt())
            .releaseProtected(governed.releaseProtected())
            .lockedByOthers(governed.lockedByOthers())
            .state(state, since)
            .recordedAt(since)
            .build());
  }

  /**
   * The snapshot with everything that the facts report up to {@code now}.
   *
   * @throws IllegalArgumentException if the way of paying is not known
   * @throws dev.reprieve.policy.UnruledInstanceException if what a rule needs is lacking
   */
  public static Snapshot of(
      Interpreter interpreter, RetentionPolicy policy, GovernedInstance governed, Instant now) {
    Instance current = begin(interpreter, policy, governed);
    List<String> findings = new ArrayList<>();
    Instant created = governed.createdAt();
    Instant expires = governed.expiresAt();
    if (created != null && expires != null && !expires.isAfter(created)) {
      findings.add("its end " + expires + " is not after its creation " + created);
    }
    for (Event event : reported(governed)) {
      String name = event.operation().equals(Operation.RELEASE) ? "releasedAt" : "arrearsSince";
      if (event.at().isAfter(now)) {
        findings.add("facts: " + name + " " + event.at() + " lies ahead and is not used");
        continue;
      }
      Instance reached = Projection.whatIf(interpreter, policy, current, event.at()).reached();
      Verdict verdict = interpreter.judge(policy, reached, event, event.at(), IdsInUse.NONE);
      if (verdict instanceof Verdict.Accepted accepted) {
        current = accepted.own().after();
      } else if (verdict instanceof Verdict.Refused refused) {
        findings.add(
            "facts: "
                + name
                + " is not used: "
                + refused.refusal().code()
                + " ("
                + refused.refusal().rule()
                + ")");
      }
    }
    return new Snapshot(current, findings);
  }

  private static List<Event> reported(GovernedInstance governed) {
    List<Event> events = new ArrayList<>(2);
    Instant arrears = governed.arrearsSince();
    if (arrears != null) {
      events.add(Event.of(Operation.ARREARS, arrears));
    }
    Instant released = governed.releasedAt();
    if (released != null) {
      events.add(Event.builder(Operation.RELEASE, released).confirm(true).build());
    }
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  /** An instant before everything that is known of it: since then it runs. */
  private static Instant earliest(GovernedInstance governed) {
    Instant created = governed.createdAt();
    Instant since = created == null ? Instant.EPOCH : created;
    since = earlier(since, governed.expiresAt());
    since = earlier(since, governed.arrearsSince());
    return earlier(since, governed.releasedAt());
  }

  private static Instant earlier(Instant one, @Nullable Instant other) {
    return other != null && other.isBefore(one) ? other : one;
  }

  /** A key has at most 512 characters; it is never printed, and the id that is stays whole. */
  private static String shortened(String text) {
    return text.length() <= 512 ? text : text.substring(0, 512);
  }
}
