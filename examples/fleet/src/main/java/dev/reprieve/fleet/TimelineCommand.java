package dev.reprieve.fleet;

import dev.reprieve.fleet.input.InputFile;
import dev.reprieve.fleet.input.Shown;
import dev.reprieve.fleet.scenario.ScenarioInstance;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.terraform.FactsJoin;
import dev.reprieve.terraform.FactsReader;
import dev.reprieve.terraform.GovernedInstance;
import dev.reprieve.terraform.Instants;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code timeline}: what happens to each instance if nobody does anything (SPEC 11). */
@Command(
    name = "timeline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Says what happens to each instance if nobody does anything.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything in the file could be ruled",
      "1:an instance of a scenario could not; with --strict, something is unknown or in conflict",
      "2:a file or the command line cannot be used"
    })
final class TimelineCommand implements Callable<Integer> {
  /** A note is one line; what it cannot hold of a list is in the summary. */
  private static final int LONGEST_NOTE = 1000;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description =
          "What 'terraform show -json' prints, raw state of version 4, or a scenario file.")
  private Path file = Path.of("");

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description =
          "What billing knows: JSON lines, or CSV with a header, with id and any of expiresAt,"
              + " arrearsSince, releasedAt, state.")
  private @Nullable Path facts;

  @Option(
      names = "--now",
      paramLabel = "T",
      converter = ToInstant.class,
      description = "As of when, such as 2026-02-01T00:00:00Z. Default: the clock's now.")
  private @Nullable Instant now;

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  @Option(names = "--strict", description = "Exit status 1 if something is unknown or in conflict.")
  private boolean strict;

  TimelineCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    PolicyRegistry policies = PolicyRegistry.discover();
    InputFile files = surroundings.files();
    TimelineInput input = files.read(file, in -> TimelineInput.read(in, policies));
    if (input.events() > 0) {
      warn(leftOut(input.events()));
    }
    FactsJoin join = new FactsJoin(input.instances());
    Path billing = facts;
    if (billing != null) {
      Set<String> unread = files.read(billing, in -> FactsReader.read(in, join::add));
      if (!unread.isEmpty()) {
        warn(billing + ": columns that are not read: " + String.join(", ", unread));
      }
      if (!join.unmatched().isEmpty()) {
        warn(billing + ": ids that match nothing: " + String.join(", ", join.unmatched()));
      }
    }
    return print(policies, input, join);
  }

  /** A timeline is what happens if nobody does anything (SPEC 11). */
  private String leftOut(int events) {
    return file
        + " has "
        + (events == 1 ? "1 event" : events + " events")
        + ", which timeline leaves out: simulate follows "
        + (events == 1 ? "it" : "them");
  }

  private int print(PolicyRegistry policies, TimelineInput input, FactsJoin join)
      throws IOException {
    Outlook outlook = new Outlook(policies, now == null ? surroundings.clock().instant() : now);
    PrintWriter out = spec.commandLine().getOut();
    TimelinePrinter printer = json ? new JsonLines(out) : new TimelineTable(out);
    for (ScenarioInstance faulty : input.faulty()) {
      for (AttributeProblem problem : faulty.problems()) {
        printer.print(faulty.id(), problem);
      }
    }
    List<GovernedInstance> instances = join.instances();
    int unknown = 0;
    int conflicts = 0;
    for (GovernedInstance instance : instances) {
      surroundings.interruption().check();
      TimelineLine line = outlook.of(instance);
      printer.print(line);
      unknown += line.unknown().isEmpty() ? 0 : 1;
      conflicts += line.conflict() == null ? 0 : 1;
    }
    printer.finish(
        new Summary(
            instances.size(),
            unknown,
            conflicts,
            input.unsupported(),
            List.copyOf(join.unmatched())));
    out.flush();
    boolean needsALook = strict && unknown + conflicts > 0;
    return needsALook || !input.faulty().isEmpty() ? 1 : 0;
  }

  private void warn(String message) {
    spec.commandLine()
        .getErr()
        .println(Shown.cut("fleet: " + Terminal.safe(message), LONGEST_NOTE));
  }

  /** Reads {@code --now} as every other instant is read. */
  static final class ToInstant implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      Instant instant = Instants.parse(value);
      if (instant == null) {
        throw new TypeConversionException("expected " + Instants.EXPECTED);
      }
      return instant;
    }
  }
}
