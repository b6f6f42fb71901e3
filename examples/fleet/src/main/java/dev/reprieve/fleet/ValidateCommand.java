package dev.reprieve.fleet;

import dev.reprieve.fleet.scenario.ScenarioSpecifications;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.redis.specification.Finding;
import dev.reprieve.redis.specification.RedisSpecification;
import dev.reprieve.redis.specification.Severity;
import dev.reprieve.redis.specification.SpecificationCheck;
import dev.reprieve.terraform.RedisSpecifications;
import dev.reprieve.terraform.RedisSpecifications.Described;
import dev.reprieve.terraform.UnusableFileException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate}: everything that is wrong with the Redis instances of a file (RED-11, RED-12). */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Checks each alicloud_kvstore_instance of a Terraform state, or each Redis instance of a",
      "scenario file, against every rule at once. No finding shows a secret."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no error was found; there may be warnings",
      "1:at least one error was found",
      "2:a file or the command line cannot be used"
    })
public final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description =
          "What 'terraform show -json' prints, raw state of version 4, or a scenario file.")
  private Path file = Path.of("");

  @Option(
      names = "--before",
      paramLabel = "FILE",
      description =
          "What the instances were before, matched by id: finds what cannot be taken back, such as"
              + " encryption.")
  private @Nullable Path before;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PolicyRegistry policies = PolicyRegistry.discover();
    Map<String, RedisSpecification> past = new HashMap<>();
    Path former = before;
    if (former != null) {
      for (Described one : read(former, policies)) {
        if (one.id() != null) {
          past.put(one.id(), one.specification());
        }
      }
    }
    List<Described> instances = read(file, policies);
    FindingPrinter printer = new FindingPrinter(spec.commandLine().getOut(), json);
    int errors = 0;
    int warnings = 0;
    for (Described one : instances) {
      RedisSpecification was = one.id() == null ? null : past.get(one.id());
      for (Finding finding : SpecificationCheck.findings(one.specification(), was)) {
        printer.print(one.address(), one.id(), finding);
        if (finding.severity() == Severity.ERROR) {
          errors++;
        } else {
          warnings++;
        }
      }
    }
    printer.finish(instances.size(), errors, warnings);
    return errors > 0 ? 1 : 0;
  }

  private static List<Described> read(Path from, PolicyRegistry policies) throws IOException {
    if (Files.isDirectory(from)) {
      throw new UnusableInputException(from + ": it is a directory");
    }
    if (!Files.exists(from)) {
      throw new NoSuchFileException(from.toString());
    }
    if (!Files.isReadable(from)) {
      throw new AccessDeniedException(from.toString());
    }
    // Not Files.newInputStream, which cannot read from a pipe: validate <(terraform show -json).
    try (InputStream in = new FileInputStream(from.toFile())) {
      return read(in, policies);
    } catch (UnusableFileException | UnusableInputException unusable) {
      throw new UnusableInputException(from + ": " + unusable.getMessage(), unusable);
    }
  }

  private static List<Described> read(InputStream in, PolicyRegistry policies)
      throws IOException, UnusableFileException {
    BufferedInputStream rewindable = new BufferedInputStream(in, TimelineInput.LOOK_AHEAD);
    rewindable.mark(TimelineInput.LOOK_AHEAD);
    byte[] head = rewindable.readNBytes(TimelineInput.LOOK_AHEAD);
    rewindable.reset();
    return TimelineInput.isScenario(head)
        ? ScenarioSpecifications.read(rewindable, policies)
        : RedisSpecifications.read(rewindable);
  }
}
