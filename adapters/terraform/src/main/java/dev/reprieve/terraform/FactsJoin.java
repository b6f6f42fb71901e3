package dev.reprieve.terraform;

import dev.reprieve.kec.KecPolicy;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins what billing knows with what a file holds, by id (TF-07). A contradiction is a finding; of
 * two ends the later one is taken, so that a stale source shortens no life. Not thread-safe.
 */
public final class FactsJoin {
  private final List<GovernedInstance> instances;
  private final Map<String, List<Integer>> places = new HashMap<>();
  private final Map<String, Facts> joined = new HashMap<>();
  private final Set<String> unmatched = new LinkedHashSet<>();

  /** A join of these instances with facts that are still to come. */
  public FactsJoin(List<GovernedInstance> instances) {
    this.instances = new ArrayList<>(instances);
    for (int i = 0; i < instances.size(); i++) {
      String id = instances.get(i).id();
      if (id != null) {
        places.computeIfAbsent(id, key -> new ArrayList<>(1)).add(i);
      }
    }
  }

  /** Takes the facts of one instance. */
  public void add(Facts facts) {
    List<Integer> matching = places.get(facts.id());
    if (matching == null) {
      unmatched.add(facts.id());
      return;
    }
    Facts before = joined.putIfAbsent(facts.id(), facts);
    if (before != null && before.equals(facts)) {
      return;
    }
    for (int place : matching) {
      GovernedInstance instance = instances.get(place);
      instances.set(
          place,
          before == null
              ? new Joining(instance).with(facts)
              : new Joining(instance)
                  .finding("facts: it is named twice, differently: the first row is taken"));
    }
  }

  /** The instances with what was said of them, in the order in which they came. */
  public List<GovernedInstance> instances() {
    return List.copyOf(instances);
  }

  /** The ids that match nothing, in the order in which they came. */
  public Set<String> unmatched() {
    return Collections.unmodifiableSet(unmatched);
  }

  /** One instance while facts are laid over it. */
  private static final class Joining {
    private final GovernedInstance instance;
    private final @Nullable BillingMode billing;
    private final List<InstanceState> observed;
    private final List<String> findings;
    private @Nullable Instant expiresAt;
    private @Nullable Instant arrearsSince;
    private @Nullable Instant releasedAt;

    Joining(GovernedInstance instance) {
      this.instance = instance;
      this.billing = instance.billing();
      this.observed = new ArrayList<>(instance.observed());
      this.findings = new ArrayList<>(instance.findings());
      this.expiresAt = instance.expiresAt();
      this.arrearsSince = instance.arrearsSince();
      this.releasedAt = instance.releasedAt();
    }

    GovernedInstance finding(String finding) {
      findings.add(finding);
      return done();
    }

    GovernedInstance with(Facts facts) {
      findings.addAll(facts.findings());
      boolean subscribed = billing != null && billing.isSubscription();
      Instant end = facts.expiresAt();
      if (end != null && !subscribed) {
        findings.add("facts: expiresAt is not used: it is not a subscription");
      } else if (end != null) {
        expire(end);
      }
      Instant arrears = facts.arrearsSince();
      if (arrears != null && subscribed) {
        findings.add("facts: arrearsSince is not used: a subscription has an end and no arrears");
      } else if (arrears != null) {
        arrearsSince = arrears;
      }
      if (facts.releasedAt() != null) {
        releasedAt = facts.releasedAt();
      }
      InstanceState state = facts.state();
      if (state != null) {
        observe(state);
      }
      return done();
    }

    private void expire(Instant end) {
      Instant known = expiresAt;
      if (known == null) {
        expiresAt = end;
      } else if (!known.equals(end)) {
        findings.add(
            "facts: expiresAt is "
                + end
                + ", the file's "
                + instance.expiryName()
                + " is "
                + known
                + ": the later one is taken");
        expiresAt = end.isAfter(known) ? end : known;
      }
    }

    private void observe(InstanceState state) {
      if (state.isTerminal() || state == InstanceState.PURGING) {
        findings.add("facts: state is " + state + ", but the file still holds it");
        return;
      }
      if (state == InstanceState.STOPPED && !instance.product().equals(KecPolicy.PRODUCT)) {
        findings.add("facts: state is STOPPED, which " + instance.product() + " does not have");
        return;
      }
      if (!observed.isEmpty() && !observed.contains(state)) {
        findings.add("facts: state is " + state + ", the file says " + observed.get(0));
      }
      if (!observed.contains(state)) {
        observed.add(state);
      }
    }

    private GovernedInstance done() {
      return new GovernedInstance(
          instance.address(),
          instance.id(),
          instance.product(),
          instance.profile(),
          billing,
          instance.region(),
          instance.createdAt(),
          expiresAt,
          instance.expiryName(),
          instance.attributes(),
          instance.releaseProtected(),
          instance.autoRenews(),
          observed,
          instance.lockedByOthers(),
          instance.lacking(),
          arrearsSince,
          releasedAt,
          findings);
    }
  }
}
