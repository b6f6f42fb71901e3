package dev.reprieve.verification.mutation;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.Permission;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which states the instances of a table can be in, worked out from the table alone. A line about
 * another state rules nothing: changing it changes nothing, and that is no weakness of a test.
 */
final class Reach {
  private Reach() {}

  /**
   * Whether two tables differ only in lines that rule nothing: permissions and effects of states
   * that neither reaches, and paying in a way that none of its billing modes has.
   */
  static boolean noneOf(RetentionPolicy policy, RetentionTable one, RetentionTable other) {
    Set<InstanceState> states = states(one);
    states.addAll(states(other));
    Set<BillingMode> modes = modes(policy, one);
    return one.stages().equals(other.stages())
        && one.when().equals(other.when())
        && effective(one.handling(), states, modes)
            .equals(effective(other.handling(), states, modes));
  }

  static Set<InstanceState> states(RetentionTable table) {
    Set<InstanceState> reached = EnumSet.of(InstanceState.RUNNING);
    table.stages().forEach(stage -> reached.add(stage.state()));
    for (Release release : table.handling().releases()) {
      reached.add(release.isFinal() ? InstanceState.PURGED : InstanceState.RETAINED);
    }
    int before;
    do {
      before = reached.size();
      for (Permission line : table.handling().permissions()) {
        if (reached.contains(line.in()) && line.to() == Target.STOPPED) {
          reached.add(InstanceState.STOPPED);
        }
      }
    } while (reached.size() > before);
    return reached;
  }

  /** The billing modes whose instances the table can rule, whatever their attributes are. */
  static Set<BillingMode> modes(RetentionPolicy policy, RetentionTable table) {
    Set<BillingMode> modes = new HashSet<>(policy.billingModes());
    modes.removeIf(mode -> excludes(table.when(), mode));
    return modes;
  }

  private static boolean excludes(Condition condition, BillingMode mode) {
    if (condition instanceof Condition.AllOf all) {
      return all.conditions().stream().anyMatch(part -> excludes(part, mode));
    }
    return condition instanceof Condition.Billing billing && !billing.holds(billedBy(mode), NOW);
  }

  private static final Instant NOW = Instant.EPOCH;

  private static Instance billedBy(BillingMode mode) {
    return Instance.builder()
        .key(new InstanceKey("t", "r", "p", "i"))
        .owner("o")
        .policy(new PolicyRef("p", 1, "d"))
        .profile("p")
        .billing(mode)
        .state(InstanceState.RUNNING, NOW)
        .recordedAt(NOW)
        .build();
  }

  /** The handling without the lines that rule nothing. */
  private static List<Object> effective(
      Handling handling, Set<InstanceState> states, Set<BillingMode> modes) {
    List<Object> lines = new ArrayList<>();
    handling.permissions().stream()
        .filter(line -> states.contains(line.in()) && paid(line.operation(), modes))
        .forEach(lines::add);
    handling
        .entering()
        .forEach(
            (state, effects) -> {
              if (states.contains(state) && !effects.isEmpty()) {
                lines.add(state);
                lines.add(effects);
              }
            });
    boolean binned = states.contains(InstanceState.RETAINED);
    boolean onlyBinned = binned && !purgedElsewhere(handling, states);
    if (binned) {
      lines.add(handling.purgeFrom(InstanceState.RETAINED));
    }
    if (!onlyBinned) {
      lines.add(handling.purgeFrom(InstanceState.LOCKED));
    }
    handling.releases().stream()
        .filter(release -> release.billing().stream().anyMatch(modes::contains))
        .forEach(
            release -> {
              Set<BillingMode> own = new TreeSet<>(Comparator.comparing(BillingMode::name));
              own.addAll(release.billing());
              own.retainAll(modes);
              lines.add(own.toString());
              lines.add(release.outcome());
              lines.add(String.valueOf(release.kept()));
              lines.add(release.moreThan());
              lines.add(release.rule());
              lines.add(release.kept() == null ? "" : release.endRule());
            });
    lines.add(String.valueOf(handling.arrearsRule()));
    lines.add(String.valueOf(handling.noReleaseRule()));
    return lines;
  }

  private static boolean purgedElsewhere(Handling handling, Set<InstanceState> states) {
    return handling.releases().stream().anyMatch(Release::isFinal)
        || handling.permissions().stream()
            .anyMatch(
                line ->
                    line.in() == InstanceState.LOCKED
                        && states.contains(line.in())
                        && line.to() == Target.PURGED)
        || !states.contains(InstanceState.RETAINED);
  }

  private static boolean paid(Operation operation, Set<BillingMode> modes) {
    if (operation.equals(Operation.RENEW)) {
      return modes.stream().anyMatch(BillingMode::isSubscription);
    }
    return !operation.equals(Operation.SETTLE)
        || modes.stream().anyMatch(mode -> !mode.isSubscription());
  }
}
