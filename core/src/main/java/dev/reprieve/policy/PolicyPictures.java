package dev.reprieve.policy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of a policy, drawn from its tables: a Mermaid state diagram of each table, and the kind
 * of Markdown table that a vendor prints.
 */
public final class PolicyPictures {
  private PolicyPictures() {}

  /** One state diagram in Mermaid's notation, for one table. */
  public static String mermaid(RetentionTable table) {
    StringBuilder text = new StringBuilder("stateDiagram-v2\n");
    arrow(text, "[*]", "RUNNING", "registered");
    List<Stage> stages = table.stages();
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      String from = i == 0 ? "RUNNING" : stages.get(i - 1).state().name();
      String cause = i == 0 ? "T" : after(stage.after(), stage.moreThan());
      arrow(text, from, stage.state().name(), cause + " · " + stage.rule());
    }
    for (Permission permission : table.handling().permissions()) {
      String from = permission.in().name();
      for (String to : reached(permission)) {
        arrow(text, from, to, permission.operation() + " · " + permission.rule());
      }
    }
    for (Release release : table.handling().releases()) {
      String to = release.isFinal() ? "PURGED" : "RETAINED";
      arrow(text, "RUNNING", to, "RELEASE · " + release.rule());
      Duration kept = release.kept();
      if (kept != null) {
        String span = (release.moreThan() ? "more than " : "") + words(kept);
        arrow(text, "RETAINED", "PURGED", span + " after release · " + release.endRule());
      }
    }
    arrow(text, "PURGED", "[*]", "for ever");
    return text.toString();
  }

  private static List<String> reached(Permission permission) {
    @Nullable Target to = permission.to();
    if (to == null || to == Target.SAME_STATE) {
      return List.of();
    }
    return List.of(to == Target.STATE_BEFORE_LOCK ? "RUNNING" : to.name());
  }

  /** The tables of a policy as Markdown, one section a profile. */
  public static String markdown(RetentionPolicy policy) {
    StringBuilder text = new StringBuilder();
    for (Profile profile : policy.profiles().values()) {
      text.append("## ").append(profile.name()).append("\n\n");
      for (RetentionTable table : profile.tables()) {
        section(text, table);
      }
    }
    return text.toString();
  }

  private static void section(StringBuilder text, RetentionTable table) {
    text.append("### ").append(table.name()).append("\n\n");
    text.append("Rules what is: ").append(table.when().describe()).append(".\n\n");
    text.append("| From | State | Happens | Permitted | Rule |\n|---|---|---|---|---|\n");
    row(text, "before T", InstanceState.RUNNING, List.of(), table, "");
    if (table.handling().permissions().stream()
        .anyMatch(line -> line.in() == InstanceState.STOPPED)) {
      row(text, "stopped by its user", InstanceState.STOPPED, List.of(), table, "");
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
      RetentionTable table,
      String rule) {
    List<String> permitted = new ArrayList<>();
    for (Permission permission : table.handling().permissions()) {
      if (permission.in() == state) {
        permitted.add(permission.operation() + " (" + permission.rule() + ")");
      }
    }
    if (state.isLive() && !table.handling().releases().isEmpty()) {
      permitted.add(Operation.RELEASE + " (" + table.handling().releases().get(0).rule() + ")");
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
