package dev.reprieve.policy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of a policy, drawn from its tables: a Mermaid state diagram of each table, and the kind
 * of Markdown table that a vendor prints. What a policy refuses all the same is not in a picture
 * where it is always refused, and bears a star where it is refused at times.
 */
public final class PolicyPictures {
  private PolicyPictures() {}

  /**
   * One state diagram in Mermaid's notation, for one table.
   *
   * @param policy the policy that the table is of
   */
  public static String mermaid(RetentionPolicy policy, RetentionTable table) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(table, "table");
    StringBuilder text = new StringBuilder("stateDiagram-v2\n");
    arrow(text, "[*]", "RUNNING", "registered");
    List<Stage> stages = table.stages();
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      String cause = i == 0 ? "T" : after(stage.after(), stage.moreThan());
      InstanceState before = stateBefore(table, stage);
      for (InstanceState from :
          stage.state().isLive() ? List.of(before) : likewise(table, before)) {
        arrow(text, from.name(), stage.state().name(), cause + " · " + stage.rule());
      }
    }
    for (Permission permission : table.handling().permissions()) {
      String operation = shown(policy, table, permission.operation(), permission.in());
      if (operation != null) {
        for (InstanceState to : reached(table, permission)) {
          arrow(text, permission.in().name(), to.name(), operation + " · " + permission.rule());
        }
      }
    }
    for (Release release : table.handling().releases()) {
      String to = release.isFinal() ? "PURGED" : "RETAINED";
      for (InstanceState from : likewise(table, InstanceState.RUNNING)) {
        String operation = shown(policy, table, Operation.RELEASE, from);
        if (operation != null) {
          arrow(text, from.name(), to, operation + " · " + release.rule());
        }
      }
      Duration kept = release.kept();
      if (kept != null) {
        String span = (release.moreThan() ? "more than " : "") + words(kept);
        arrow(text, "RETAINED", "PURGED", span + " after release · " + release.endRule());
      }
    }
    arrow(text, "PURGED", "[*]", "for ever");
    return text.toString();
  }

  /** What happens to a running instance happens to one that its user has stopped, too. */
  private static List<InstanceState> likewise(RetentionTable table, InstanceState state) {
    return state == InstanceState.RUNNING && canStop(table)
        ? List.of(InstanceState.RUNNING, InstanceState.STOPPED)
        : List.of(state);
  }

  private static boolean canStop(RetentionTable table) {
    return table.handling().permissions().stream()
        .anyMatch(line -> line.in() == InstanceState.STOPPED);
  }

  private static List<InstanceState> reached(RetentionTable table, Permission permission) {
    @Nullable Target to = permission.to();
    if (to == null || to == Target.SAME_STATE) {
      return List.of();
    }
    return to == Target.STATE_BEFORE_LOCK
        ? likewise(table, InstanceState.RUNNING)
        : List.of(to.reach(permission.in(), permission.in()));
  }

  /** The operation's name, with a star where it may be refused; null where it always is. */
  private static @Nullable String shown(
      RetentionPolicy policy, RetentionTable table, Operation operation, InstanceState state) {
    String star = "";
    for (Restriction restriction : policy.restrictions()) {
      if (restriction.operation().equals(operation)) {
        switch (Bearing.of(restriction.when(), table.when(), state)) {
          case ALWAYS -> {
            return null;
          }
          case SOMETIMES -> star = "*";
          case NEVER -> {}
        }
      }
    }
    return operation + star;
  }

  /** The tables of a policy as Markdown, one section a profile. */
  public static String markdown(RetentionPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    StringBuilder text = new StringBuilder();
    for (Profile profile : policy.profiles().values()) {
      text.append("## ").append(profile.name()).append("\n\n");
      for (RetentionTable table : profile.tables()) {
        section(text, policy, table);
      }
    }
    refused(text, policy);
    return text.toString();
  }

  private static void refused(StringBuilder text, RetentionPolicy policy) {
    if (policy.restrictions().isEmpty()) {
      return;
    }
    text.append("## Refused all the same\n\n");
    text.append("A star above marks what is refused where one of these holds.\n\n");
    text.append("| Operation | Refused where | Why | Rule |\n|---|---|---|---|\n");
    for (Restriction line : policy.restrictions()) {
      text.append("| ").append(line.operation());
      text.append(" | ").append(line.when().describe());
      text.append(" | ").append(line.code()).append(": ").append(line.why());
      text.append(" | ").append(line.rule()).append(" |\n");
    }
    text.append('\n');
  }

  private static void section(StringBuilder text, RetentionPolicy policy, RetentionTable table) {
    text.append("### ").append(table.name()).append("\n\n");
    text.append("Rules what is: ").append(table.when().describe()).append(".\n\n");
    text.append("| From | State | Happens | Permitted | Rule |\n|---|---|---|---|---|\n");
    row(text, "before T", InstanceState.RUNNING, List.of(), policy, table, "");
    if (canStop(table)) {
      row(text, "stopped by its user", InstanceState.STOPPED, List.of(), policy, table, "");
    }
    for (Stage stage : table.stages()) {
      boolean purge = stage.state() == InstanceState.PURGED;
      InstanceState before = stateBefore(table, stage);
      row(
          text,
          stage.after().isZero() ? "T (day 1)" : from(stage),
          stage.state(),
          purge
              ? table.handling().purgeFrom(before)
              : table.handling().effectsOfEntering(stage.state()),
          policy,
          table,
          stage.rule() + (stage.openEnd() ? ", no end by " + stage.noEndRule() : ""));
    }
    for (Release release : table.handling().releases()) {
      InstanceState to = release.isFinal() ? InstanceState.PURGED : InstanceState.RETAINED;
      row(
          text,
          "release ("
              + release.billing().stream()
                  .map(BillingMode::name)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ")",
          to,
          release.isFinal()
              ? table.handling().purgeFrom(InstanceState.RUNNING)
              : table.handling().effectsOfEntering(to),
          policy,
          table,
          release.rule() + kept(release));
    }
    text.append('\n');
  }

  private static String kept(Release release) {
    Duration kept = release.kept();
    if (kept == null) {
      return release.isFinal() ? ", final" : ", no end";
    }
    return ", purged "
        + (release.moreThan() ? "after more than " : "after ")
        + words(kept)
        + " by "
        + release.endRule();
  }

  private static InstanceState stateBefore(RetentionTable table, Stage stage) {
    int index = table.stages().indexOf(stage);
    return index == 0 ? InstanceState.RUNNING : table.stages().get(index - 1).state();
  }

  private static void row(
      StringBuilder text,
      String from,
      InstanceState state,
      List<EffectType> effects,
      RetentionPolicy policy,
      RetentionTable table,
      String rule) {
    List<String> permitted = new ArrayList<>();
    for (Permission permission : table.handling().permissions()) {
      if (permission.in() == state) {
        permit(permitted, shown(policy, table, permission.operation(), state), permission.rule());
      }
    }
    if (state.isLive() && !table.handling().releases().isEmpty()) {
      permit(
          permitted,
          shown(policy, table, Operation.RELEASE, state),
          table.handling().releases().get(0).rule());
    }
    text.append("| ")
        .append(from)
        .append(" | ")
        .append(state)
        .append(" | ")
        .append(effects.stream().map(EffectType::name).collect(Collectors.joining(", ")))
        .append(" | ")
        .append(String.join(", ", permitted))
        .append(" | ")
        .append(rule)
        .append(" |\n");
  }

  private static void permit(List<String> permitted, @Nullable String operation, String rule) {
    if (operation != null) {
      permitted.add(operation + " (" + rule + ")");
    }
  }

  private static String from(Stage stage) {
    Duration after = stage.after();
    String day =
        after.equals(Duration.ofDays(after.toDays())) ? " (day " + (after.toDays() + 1) + ")" : "";
    return after(after, stage.moreThan()) + day;
  }

  private static String after(Duration after, boolean moreThan) {
    return "T + " + (moreThan ? "more than " : "") + words(after);
  }

  /** A span in the largest unit that it is a whole number of. */
  private static String words(Duration span) {
    if (span.equals(Duration.ofDays(span.toDays()))) {
      return span.toDays() + " d";
    }
    return span.equals(Duration.ofHours(span.toHours())) ? span.toHours() + " h" : span.toString();
  }

  private static void arrow(StringBuilder text, String from, String to, String label) {
    text.append("    ").append(from).append(" --> ").append(to);
    text.append(" : ").append(label).append('\n');
  }
}
