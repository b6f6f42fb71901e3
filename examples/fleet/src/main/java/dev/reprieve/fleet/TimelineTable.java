package dev.reprieve.fleet;

import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.AttributeProblem;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Prints a table for people, 100 columns wide (TL-04). Not thread-safe. */
final class TimelineTable implements TimelinePrinter {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int WIDTH = 100;

  private static final int ADDRESS_WIDTH = 34;

  private static final int NOTE_INDENT = 4;

  private static final List<InstanceState> STAGES =
      List.of(InstanceState.LOCKED, InstanceState.RETAINED, InstanceState.PURGED);

  private static final Help.ColorScheme SCHEME = Help.defaultColorScheme(Ansi.OFF);

  private final PrintWriter out;
  private boolean begun;

  TimelineTable(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void print(TimelineLine line) {
    begin();
    String address = Terminal.safe(line.address());
    boolean fits = address.length() <= ADDRESS_WIDTH;
    if (!fits) {
      out.print(wrapped(0, address));
    }
    out.print(row(fits ? address : "", state(line), cells(line)));
    for (String note : notes(line)) {
      out.print(wrapped(NOTE_INDENT, Terminal.safe(note)));
    }
  }

  @Override
  public void print(@Nullable String id, AttributeProblem problem) {
    out.print(
        wrapped(
            0,
            Terminal.safe(
                "ERROR: " + (id == null ? "without id" : id) + ": " + problem.message())));
  }

  private void begin() {
    if (!begun) {
      begun = true;
      out.println("What happens if nobody does anything. Times are UTC, to the minute.");
      out.println();
      out.print(row("ADDRESS", "STATE NOW", List.of("LOCKED", "RETAINED", "PURGED")));
    }
  }

  @Override
  public void finish(Summary summary) {
    begin();
    out.println();
    out.println(
        summary.governed()
            + " governed, "
            + summary.unknown()
            + " with something unknown, "
            + summary.conflicts()
            + " in conflict.");
    if (!summary.unsupported().isEmpty()) {
      out.println("Not governed by any policy:");
      for (Map.Entry<String, Integer> type : summary.unsupported().entrySet()) {
        out.println("  " + Terminal.safe(type.getKey()) + ": " + type.getValue());
      }
    }
    if (!summary.unmatchedFacts().isEmpty()) {
      out.println("Facts that match nothing:");
      for (String id : summary.unmatchedFacts()) {
        out.println("  " + Terminal.safe(id));
      }
    }
  }

  private static TextTable row(String address, String state, List<String> cells) {
    TextTable table =
        TextTable.forColumns(
            SCHEME,
            new Column(ADDRESS_WIDTH, 0, Column.Overflow.TRUNCATE),
            new Column(12, 2, Column.Overflow.TRUNCATE),
            new Column(18, 2, Column.Overflow.TRUNCATE),
            new Column(18, 2, Column.Overflow.TRUNCATE),
            new Column(18, 2, Column.Overflow.TRUNCATE));
    table.addRowValues(
        plain(address),
        plain(state),
        plain(cells.get(0)),
        plain(cells.get(1)),
        plain(cells.get(2)));
    return table;
  }

  /** A text of any length over the whole width. */
  private static TextTable wrapped(int indent, String text) {
    TextTable table = TextTable.forColumns(SCHEME, new Column(WIDTH, indent, Column.Overflow.WRAP));
    table.addRowValues(plain(text));
    return table;
  }

  /** Text as it stands: nothing in it is markup. */
  private static Ansi.Text plain(String text) {
    return SCHEME.apply(text, List.of());
  }

  private static String state(TimelineLine line) {
    return line.state() == null ? "unknown" : line.state().name();
  }

  private static List<String> cells(TimelineLine line) {
    List<String> cells = new ArrayList<>();
    for (InstanceState stage : STAGES) {
      cells.add(
          line.timeline().stream()
              .filter(step -> step.to() == stage && step.from() != stage)
              .map(TimelineTable::when)
              .findFirst()
              .orElse("-"));
    }
    return cells;
  }

  private static String when(TimelineLine.Step step) {
    Instant at = step.at();
    return at == null ? "expiry " + plus(step.after()) : MINUTES.format(at);
  }

  private static String plus(@Nullable Duration after) {
    if (after == null || after.isZero()) {
      return "itself";
    }
    boolean wholeDays = after.equals(Duration.ofDays(after.toDays()));
    return "+ " + (wholeDays ? after.toDays() + " d" : after.toString());
  }

  private static List<String> notes(TimelineLine line) {
    List<String> notes = new ArrayList<>();
    TimelineLine.Conflict conflict = line.conflict();
    if (conflict != null) {
      notes.add(
          "CONFLICT: seen as "
              + conflict.observed()
              + ", by the rules "
              + conflict.computed()
              + "; no purge is named");
    }
    if (!line.unknown().isEmpty()) {
      notes.add("UNKNOWN: " + String.join(", ", line.unknown()));
    }
    Instant due = line.purgeDue();
    if (due != null) {
      notes.add("PURGE DUE since " + MINUTES.format(due) + ", and it is still there");
    }
    for (TimelineLine.Step step : line.timeline()) {
      if (step.from() == step.to()) {
        Instant at = step.at();
        notes.add(at == null ? "runs on after its expiry" : "expires " + MINUTES.format(at));
      }
    }
    if (line.ifArrears() != null) {
      notes.add("no end; if arrears begin: " + inWords(line.ifArrears()));
    }
    if (line.assumesAutoRenewalFails()) {
      notes.add("auto-renewal is on: this is what happens if it fails");
    }
    if (line.lockedByOthers() != null) {
      notes.add("locked by others: " + line.lockedByOthers());
    }
    notes.addAll(line.findings());
    return notes;
  }

  private static String inWords(List<TimelineLine.Step> steps) {
    List<String> words = new ArrayList<>();
    for (TimelineLine.Step step : steps) {
      Duration after = step.after();
      if (after != null && step.from() != step.to()) {
        words.add(step.to() + " " + (after.isZero() ? "at once" : plus(after)));
      }
    }
    return words.isEmpty() ? "nothing follows" : String.join(", ", words);
  }
}
