package dev.reprieve.verification.mutation;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.Permission;
import dev.reprieve.policy.PurgeStep;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.policy.Target;
import dev.reprieve.verification.mutation.PolicyMutants.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be changed in one table. */
final class TableMutants {
  private static final List<InstanceState> STATES =
      List.of(
          InstanceState.RUNNING,
          InstanceState.STOPPED,
          InstanceState.LOCKED,
          InstanceState.RETAINED,
          InstanceState.PURGED);

  /** Where a permission can stand. */
  private static final List<InstanceState> PERMITTING = STATES.subList(0, 4);

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY,
          Operation.START,
          Operation.STOP);

  private static final List<EffectType> EFFECTS =
      List.of(
          EffectType.VERIFY_BACKUP,
          EffectType.TAKE_BACKUP,
          EffectType.FORCE_STOP,
          EffectType.DETACH_ASSOCIATIONS,
          EffectType.LOCK_ACCESS,
          EffectType.SUSPEND_BILLING,
          EffectType.RESUME_BILLING,
          EffectType.UNLOCK_ACCESS,
          EffectType.RELEASE_COMPUTE,
          EffectType.DELETE_ALL_BACKUPS,
          EffectType.DELETE_DATA,
          EffectType.NOTIFY_OWNER,
          EffectType.DELETE_OLDER_BACKUPS);

  private final BiConsumer<String, RetentionTable> found;

  TableMutants(BiConsumer<String, RetentionTable> found) {
    this.found = found;
  }

  void derive(RetentionTable table) {
    Conditions.mutants(table.when())
        .forEach(
            (how, when) ->
                found.accept(
                    how, new RetentionTable(table.name(), when, table.handling(), table.stages())));
    stages(table);
    Handling handling = table.handling();
    BiConsumer<String, Handling> handled =
        (what, mutated) ->
            found.accept(
                what, new RetentionTable(table.name(), table.when(), mutated, table.stages()));
    entering(handling, handled);
    permissions(handling, handled);
    releases(handling, handled);
    purge(handling, handled);
    rules(handling, handled);
  }

  private void stages(RetentionTable table) {
    List<Stage> stages = table.stages();
    Stage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
    for (int i = 0; i < stages.size(); i++) {
      int index = i;
      Stage stage = stages.get(i);
      String line = "stage " + (i + 1) + " " + stage.state() + " ";
      BiConsumer<String, @Nullable Stage> replaced =
          (what, other) -> found.accept(line + what, withStage(table, index, other));
      replaced.accept("dropped", null);
      Spans.mutants(stage.after())
          .forEach(
              (how, after) ->
                  replaced.accept(
                      how,
                      new Stage(
                          after,
                          stage.moreThan(),
                          stage.state(),
                          stage.noEndRule(),
                          stage.rule())));
      replaced.accept(
          "more than flipped",
          new Stage(
              stage.after(), !stage.moreThan(), stage.state(), stage.noEndRule(), stage.rule()));
      replaced.accept(
          "open end flipped",
          new Stage(
              stage.after(),
              stage.moreThan(),
              stage.state(),
              stage.openEnd() ? null : "XXX-97",
              stage.rule()));
      replaced.accept(
          "rule changed",
          new Stage(
              stage.after(),
              stage.moreThan(),
              stage.state(),
              stage.noEndRule(),
              Mutants.OTHER_RULE));
      for (InstanceState state : STATES) {
        if (state != stage.state()) {
          replaced.accept(
              "is " + state,
              new Stage(stage.after(), stage.moreThan(), state, stage.noEndRule(), stage.rule()));
        }
      }
      if (i > 0) {
        List<Stage> swapped = new ArrayList<>(stages);
        Stage before = stages.get(i - 1);
        swapped.set(
            i - 1,
            new Stage(
                before.after(),
                before.moreThan(),
                stage.state(),
                before.noEndRule(),
                stage.rule()));
        swapped.set(
            i,
            new Stage(
                stage.after(), stage.moreThan(), before.state(), stage.noEndRule(), before.rule()));
        found.accept(line + "swapped with the one before", withStages(table, swapped));
      }
    }
    if (last != null && last.openEnd()) {
      List<Stage> longer = new ArrayList<>(stages);
      longer.set(
          stages.size() - 1,
          new Stage(last.after(), last.moreThan(), last.state(), null, last.rule()));
      longer.add(
          new Stage(last.after().plusDays(7), false, InstanceState.PURGED, null, last.rule()));
      found.accept("stages: a purge added at the open end", withStages(table, longer));
    }
    if (last == null) {
      found.accept(
          "stages: a lock and a purge added",
          withStages(
              table,
              List.of(
                  new Stage(Duration.ZERO, false, InstanceState.LOCKED, null, "XXX-98"),
                  new Stage(Duration.ofDays(15), false, InstanceState.PURGED, null, "XXX-98"))));
    }
  }

  private static RetentionTable withStage(RetentionTable table, int index, @Nullable Stage other) {
    List<Stage> stages = new ArrayList<>(table.stages());
    if (other == null) {
      stages.remove(index);
    } else {
      stages.set(index, other);
    }
    return withStages(table, stages);
  }

  private static RetentionTable withStages(RetentionTable table, List<Stage> stages) {
    return new RetentionTable(table.name(), table.when(), table.handling(), stages);
  }

  private static void entering(Handling handling, BiConsumer<String, Handling> found) {
    for (InstanceState state : List.of(InstanceState.LOCKED, InstanceState.RETAINED)) {
      effects(
          "entering " + state + ": ",
          handling.effectsOfEntering(state),
          (what, effects) -> {
            Map<InstanceState, List<EffectType>> entering = new EnumMap<>(InstanceState.class);
            entering.putAll(handling.entering());
            entering.put(state, effects);
            found.accept(
                what,
                new Handling(
                    entering,
                    handling.permissions(),
                    handling.releases(),
                    handling.purge(),
                    handling.arrearsRule(),
                    handling.noReleaseRule()));
          });
    }
  }

  /** Each effect dropped, swapped with its neighbour, or of the other danger; each other added. */
  private static void effects(
      String line, List<EffectType> effects, BiConsumer<String, List<EffectType>> found) {
    for (int i = 0; i < effects.size(); i++) {
      EffectType effect = effects.get(i);
      List<EffectType> fewer = new ArrayList<>(effects);
      fewer.remove(i);
      found.accept(line + effect + " dropped", fewer);
      if (i > 0) {
        List<EffectType> swapped = new ArrayList<>(effects);
        swapped.set(i, effects.get(i - 1));
        swapped.set(i - 1, effect);
        found.accept(line + effect + " before " + effects.get(i - 1), swapped);
      }
      if (effect.name().equals(EffectType.RELEASE_COMPUTE.name())) {
        List<EffectType> other = new ArrayList<>(effects);
        other.set(i, new EffectType(effect.name(), !effect.destructive()));
        found.accept(line + effect + (effect.destructive() ? " harmless" : " destructive"), other);
      }
    }
    for (EffectType added : EFFECTS) {
      if (effects.stream().noneMatch(effect -> effect.name().equals(added.name()))) {
        List<EffectType> more = new ArrayList<>(effects);
        int at = 0;
        while (at < more.size() && more.get(at).rank() < added.rank()) {
          at++;
        }
        more.add(at, added);
        found.accept(line + added + " added", more);
      }
    }
  }

  private static void permissions(Handling handling, BiConsumer<String, Handling> found) {
    List<Permission> permissions = handling.permissions();
    BiConsumer<String, List<Permission>> replaced =
        (what, mutated) ->
            found.accept(
                what,
                new Handling(
                    handling.entering(),
                    mutated,
                    handling.releases(),
                    handling.purge(),
                    handling.arrearsRule(),
                    handling.noReleaseRule()));
    for (int i = 0; i < permissions.size(); i++) {
      int index = i;
      Permission line = permissions.get(i);
      String what = line.operation() + " in " + line.in() + ": ";
      Consumer<Permission> set =
          other -> replaced.accept(what + difference(line, other), with(permissions, index, other));
      replaced.accept(what + "dropped", with(permissions, i, null));
      for (Target target : Target.values()) {
        if (target != line.to()) {
          set.accept(
              new Permission(line.in(), line.operation(), target, line.effects(), line.rule()));
        }
      }
      set.accept(
          new Permission(
              line.in(), line.operation(), line.to(), line.effects(), Mutants.OTHER_RULE));
      List<EffectType> known = new ArrayList<>(line.effects());
      effects(
          what,
          known,
          (how, effects) ->
              replaced.accept(
                  how,
                  with(
                      permissions,
                      index,
                      new Permission(
                          line.in(), line.operation(), line.to(), effects, line.rule()))));
      for (InstanceState state : PERMITTING) {
        if (state != line.in() && handling.permission(state, line.operation()) == null) {
          replaced.accept(
              what + "permitted in " + state + " instead",
              with(
                  permissions,
                  i,
                  new Permission(state, line.operation(), line.to(), line.effects(), line.rule())));
        }
      }
    }
    for (InstanceState state : PERMITTING) {
      for (Operation operation : OPERATIONS) {
        if (handling.permission(state, operation) == null) {
          List<Permission> more = new ArrayList<>(permissions);
          more.add(new Permission(state, operation, target(operation), List.of(), "XXX-98"));
          replaced.accept(operation + " in " + state + ": added", more);
        }
      }
    }
  }

  private static String difference(Permission line, Permission other) {
    return line.to() != other.to() ? "to " + other.to() : "rule changed";
  }

  private static Target target(Operation operation) {
    if (operation.equals(Operation.DESTROY)) {
      return Target.PURGED;
    }
    if (operation.equals(Operation.RESTORE) || operation.equals(Operation.START)) {
      return Target.RUNNING;
    }
    return operation.equals(Operation.STOP) ? Target.STOPPED : Target.SAME_STATE;
  }

  private static <T> List<T> with(List<T> list, int index, @Nullable T other) {
    List<T> mutated = new ArrayList<>(list);
    if (other == null) {
      mutated.remove(index);
    } else {
      mutated.set(index, other);
    }
    return mutated;
  }

  private static void releases(Handling handling, BiConsumer<String, Handling> found) {
    List<Release> releases = handling.releases();
    BiConsumer<String, List<Release>> replaced =
        (what, mutated) ->
            found.accept(
                what,
                new Handling(
                    handling.entering(),
                    handling.permissions(),
                    mutated,
                    handling.purge(),
                    handling.arrearsRule(),
                    handling.noReleaseRule()));
    for (int i = 0; i < releases.size(); i++) {
      int index = i;
      Release line = releases.get(i);
      String what = "release " + (i + 1) + ": ";
      BiConsumer<String, @Nullable Release> set =
          (how, other) -> replaced.accept(what + how, with(releases, index, other));
      set.accept("dropped", null);
      Duration kept = line.kept();
      if (kept != null) {
        Spans.mutants(kept).forEach((how, span) -> set.accept("kept " + how, kept(line, span)));
      }
      set.accept(
          kept == null ? "kept for seven days" : "kept without end",
          kept(line, kept == null ? Duration.ofDays(7) : null));
      set.accept(
          "more than flipped",
          new Release(
              line.billing(), line.outcome(), kept, !line.moreThan(), line.rule(), line.endRule()));
      set.accept(
          line.isFinal() ? "into the bin" : "final",
          new Release(
              line.billing(),
              line.isFinal() ? Release.Outcome.RETAINED : Release.Outcome.PURGED,
              kept,
              line.moreThan(),
              line.rule(),
              line.endRule()));
      set.accept(
          "rule changed",
          new Release(
              line.billing(),
              line.outcome(),
              kept,
              line.moreThan(),
              Mutants.OTHER_RULE,
              line.endRule()));
      set.accept(
          "end rule changed",
          new Release(
              line.billing(),
              line.outcome(),
              kept,
              line.moreThan(),
              line.rule(),
              Mutants.OTHER_RULE));
      for (BillingMode mode :
          List.of(
              BillingMode.SUBSCRIPTION,
              BillingMode.PAY_AS_YOU_GO,
              BillingMode.PAY_BY_DAILY_CONFIG,
              BillingMode.SPOT)) {
        Set<BillingMode> modes = new HashSet<>(line.billing());
        String how = modes.remove(mode) ? "not of " + mode : "also of " + mode;
        if (how.startsWith("also")) {
          modes.add(mode);
        }
        set.accept(
            how,
            new Release(modes, line.outcome(), kept, line.moreThan(), line.rule(), line.endRule()));
      }
    }
    if (releases.isEmpty()) {
      replaced.accept(
          "release added",
          List.of(
              new Release(
                  Set.of(BillingMode.SUBSCRIPTION, BillingMode.PAY_AS_YOU_GO),
                  Release.Outcome.RETAINED,
                  Duration.ofDays(7),
                  false,
                  "XXX-98",
                  "XXX-98")));
    }
  }

  private static Release kept(Release line, @Nullable Duration kept) {
    return new Release(
        line.billing(), line.outcome(), kept, line.moreThan(), line.rule(), line.endRule());
  }

  private static void purge(Handling handling, BiConsumer<String, Handling> found) {
    List<PurgeStep> purge = handling.purge();
    BiConsumer<String, List<PurgeStep>> replaced =
        (what, mutated) ->
            found.accept(
                what,
                new Handling(
                    handling.entering(),
                    handling.permissions(),
                    handling.releases(),
                    mutated,
                    handling.arrearsRule(),
                    handling.noReleaseRule()));
    for (int i = 0; i < purge.size(); i++) {
      PurgeStep step = purge.get(i);
      replaced.accept(
          "purge: " + step.type() + " unless retained flipped",
          with(purge, i, new PurgeStep(step.type(), !step.unlessRetained())));
    }
    effects(
        "purge: ",
        purge.stream().map(PurgeStep::type).toList(),
        (what, effects) ->
            replaced.accept(
                what,
                effects.stream()
                    .map(effect -> new PurgeStep(effect, unlessRetained(purge, effect)))
                    .toList()));
  }

  private static boolean unlessRetained(List<PurgeStep> purge, EffectType effect) {
    return purge.stream()
        .anyMatch(
            step -> step.unlessRetained() && Objects.equals(step.type().name(), effect.name()));
  }

  private static void rules(Handling handling, BiConsumer<String, Handling> found) {
    String arrears = handling.arrearsRule();
    String noRelease = handling.noReleaseRule();
    if (arrears != null) {
      found.accept("arrears rule dropped", rules(handling, null, noRelease));
      found.accept("arrears rule changed", rules(handling, Mutants.OTHER_RULE, noRelease));
    }
    if (noRelease != null) {
      found.accept("never released dropped", rules(handling, arrears, null));
      found.accept("never released, rule changed", rules(handling, arrears, Mutants.OTHER_RULE));
    }
  }

  private static Handling rules(
      Handling handling, @Nullable String arrears, @Nullable String noRelease) {
    return new Handling(
        handling.entering(),
        handling.permissions(),
        handling.releases(),
        handling.purge(),
        arrears,
        noRelease);
  }
}
