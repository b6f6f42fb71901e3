package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.Permission;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.PurgeStep;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What must be true of what a table says, each rule by itself. */
final class TableRules {
  /** What sounds as if data were lost by it. */
  static final Pattern DESTRUCTIVE_WORD =
      Pattern.compile("DELETE|DESTROY|DROP|ERASE|PURGE|REMOVE_DATA|SHRED|TRUNCATE|WIPE");

  private static final Set<InstanceState> STAYS_UNTOLD =
      Set.of(InstanceState.LOCKED, InstanceState.RETAINED);

  private TableRules() {}

  static void nothingDestructiveIsCalledHarmless(String place, RetentionTable table) {
    Map<String, EffectType> byName = new HashMap<>();
    for (EffectType type : effectsOf(table.handling())) {
      assertThat(type.destructive() || !DESTRUCTIVE_WORD.matcher(type.name()).find())
          .as("%s: %s is called harmless", place, type)
          .isTrue();
      EffectType other = byName.putIfAbsent(type.name(), type);
      assertThat(other == null || other.equals(type))
          .as("%s: %s is called harmless in one place and destructive in another", place, type)
          .isTrue();
    }
  }

  static void nothingIsReleasedIntoTheBinBeforeItsBackup(String place, RetentionTable table) {
    List<String> names =
        table.handling().effectsOfEntering(InstanceState.RETAINED).stream()
            .map(EffectType::name)
            .toList();
    int released = names.indexOf(EffectType.RELEASE_COMPUTE.name());
    boolean backedUp =
        names.contains(EffectType.TAKE_BACKUP.name())
            || names.contains(EffectType.VERIFY_BACKUP.name());
    assertThat(released < 0 || backedUp)
        .as("%s: what would the bin keep after %s?", place, names)
        .isTrue();
  }

  static void theOwnerIsToldOnTheWay(String place, RetentionTable table) {
    Handling handling = table.handling();
    for (Stage stage : table.stages()) {
      if (STAYS_UNTOLD.contains(stage.state())) {
        assertThat(handling.effectsOfEntering(stage.state()))
            .as("%s: entering %s", place, stage.state())
            .contains(EffectType.NOTIFY_OWNER);
      } else if (stage.state() == InstanceState.PURGED) {
        assertThat(handling.purge().stream().map(PurgeStep::type))
            .as("%s: purging", place)
            .contains(EffectType.NOTIFY_OWNER);
      }
    }
  }

  static void whatTellsTablesApartIsNeeded(RetentionPolicy policy) {
    Set<String> asked = new TreeSet<>();
    for (Profile profile : policy.profiles().values()) {
      profile.tables().forEach(table -> named(table.when(), asked));
    }
    policy.restrictions().forEach(restriction -> named(restriction.when(), asked));
    Set<String> needed = new TreeSet<>();
    policy.requirements().forEach(requirement -> needed.add(requirement.key().name()));
    asked.removeAll(needed);
    assertThat(asked).as("%s asks of these attributes and requires them nowhere", policy).isEmpty();
  }

  private static void named(Condition condition, Set<String> names) {
    if (condition instanceof Condition.AttributeIn in) {
      names.add(in.attribute());
    } else if (condition instanceof Condition.AttributePrefixIn prefix) {
      names.add(prefix.attribute());
    } else if (condition instanceof Condition.AllOf all) {
      all.conditions().forEach(part -> named(part, names));
    } else if (condition instanceof Condition.AnyOf any) {
      any.conditions().forEach(part -> named(part, names));
    } else if (condition instanceof Condition.Not not) {
      named(not.condition(), names);
    }
  }

  static Set<EffectType> effectsOf(Handling handling) {
    Set<EffectType> all = new LinkedHashSet<>();
    handling.entering().values().forEach(all::addAll);
    handling.permissions().stream().map(Permission::effects).forEach(all::addAll);
    handling.purge().forEach(step -> all.add(step.type()));
    return all;
  }
}
