package dev.reprieve.fleet;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.terraform.FactsJoin;
import dev.reprieve.terraform.FactsReader;
import dev.reprieve.terraform.GovernedInstance;
import dev.reprieve.terraform.Instants;
import dev.reprieve.terraform.TerraformReader;
import dev.reprieve.terraform.TerraformState;
import dev.reprieve.terraform.UnusableFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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
    versionProvider = Fleet.Version.class,
    description = {
      "What happens to each instance if nobody does anything.",
      "Exit status: 0 fine; 1 with --strict, if something is unknown or in conflict; 2 unusable"
          + " input."
    })
final class TimelineCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description = "What 'terraform show -json' prints, or raw state of version 4.")
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

  TimelineCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, UnusableFileException {
    TerraformState state = read(file, TerraformReader::read);
    FactsJoin join = new FactsJoin(state.instances());
    if (facts != null) {
      Set<String> unread = read(facts, in -> FactsReader.read(in, join::add));
      if (!unread.isEmpty()) {
        warn(facts + ": columns that are not read: " + String.join(", ", unread));
      }
    }
    if (!join.unmatched().isEmpty()) {
      warn(facts + ": ids that match nothing: " + String.join(", ", join.unmatched()));
    }
    return print(join.instances(), state, List.copyOf(join.unmatched()));
  }

  private int print(
      List<GovernedInstance> instances, TerraformState state, List<String> unmatchedFacts)
      throws IOException {
    Outlook outlook = new Outlook(policies(), now == null ? clock.instant() : now);
    PrintWriter out = spec.commandLine().getOut();
    TimelinePrinter printer = json ? new JsonLines(out) : new TimelineTable(out);
    int unknown = 0;
    int conflicts = 0;
    boolean needsALook = false;
    for (GovernedInstance instance : instances) {
      TimelineLine line = outlook.of(instance);
      printer.print(line);
      unknown += line.unknown().isEmpty() ? 0 : 1;
      conflicts += line.conflict() == null ? 0 : 1;
      needsALook |= line.needsALook();
    }
    printer.finish(
        new Summary(instances.size(), unknown, conflicts, state.unsupported(), unmatchedFacts));
    out.flush();
    return strict && needsALook ? Fleet.NEEDS_A_LOOK : Fleet.OK;
  }

  /** The newest version of each product's policy on the class path. */
  private static Map<String, RetentionPolicy> policies() {
    Map<String, RetentionPolicy> found = new HashMap<>();
    for (RetentionPolicyProvider provider : ServiceLoader.load(RetentionPolicyProvider.class)) {
      for (RetentionPolicy policy : provider.policies()) {
        found.merge(
            policy.id(), policy, (one, other) -> one.version() >= other.version() ? one : other);
      }
    }
    return found;
  }

  private interface Reading<T> {
    T read(InputStream in) throws IOException, UnusableFileException;
  }

  private static <T> T read(Path from, Reading<T> reading)
      throws IOException, UnusableFileException {
    if (Files.isDirectory(from)) {
      throw new UnusableFileException(from + ": it is a directory");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(from))) {
      return reading.read(in);
    } catch (UnusableFileException unusable) {
      throw new UnusableFileException(from + ": " + unusable.getMessage());
    }
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("fleet: " + Terminal.safe(message));
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
