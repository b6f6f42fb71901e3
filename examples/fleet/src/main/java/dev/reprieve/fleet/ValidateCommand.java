package dev.reprieve.fleet;

import dev.reprieve.fleet.input.InputFile;
import dev.reprieve.fleet.scenario.Examined;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
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

/**
 * {@code validate}: everything that is wrong with the Redis instances of a file (RED-11, RED-12),
 * and with the instances of a scenario to which no rule can be applied (SCN-03).
 */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Checks each alicloud_kvstore_instance of a Terraform state, or each instance of a"
            + " scenario file, against every rule at once. No finding shows a secret.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no error was found; there may be warnings",
      "1:at least one error was found",
      "2:a file or the command line cannot be used"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

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

  @Option(
      names = "--without-defaults",
      description =
          "Say nothing of what the provider writes into every state by itself: copies under"
              + " deprecated names, defaults that have no effect, tde_status Disabled.")
  private boolean withoutDefaults;

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    PolicyRegistry policies = PolicyRegistry.discover();
    InputFile files = surroundings.files();
    Map<String, RedisSpecification> past = new HashMap<>();
    Path former = before;
    if (former != null) {
      for (Examined one : files.read(former, in -> read(in, policies, false))) {
        if (one.id() != null && one.specification() != null) {
          past.put(one.id(), one.specification());
        }
      }
    }
    List<Examined> instances = files.read(file, in -> read(in, policies, withoutDefaults));
    FindingPrinter printer = new FindingPrinter(spec.commandLine().getOut(), json);
    int errors = 0;
    int warnings = 0;
    for (Examined one : instances) {
      surroundings.interruption().check();
      for (Finding finding : findings(one, one.id() == null ? null : past.get(one.id()))) {
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

  private static List<Finding> findings(Examined one, @Nullable RedisSpecification was) {
    RedisSpecification given = one.specification();
    List<Finding> findings = new ArrayList<>(one.problems());
    if (given != null) {
      findings.addAll(SpecificationCheck.findings(given, was));
    }
    return findings;
  }

  private static List<Examined> read(
      InputStream in, PolicyRegistry policies, boolean withoutDefaults)
      throws IOException, UnusableFileException {
    BufferedInputStream rewindable = new BufferedInputStream(in, TimelineInput.LOOK_AHEAD);
    rewindable.mark(TimelineInput.LOOK_AHEAD);
    byte[] head = rewindable.readNBytes(TimelineInput.LOOK_AHEAD);
    rewindable.reset();
    if (TimelineInput.isScenario(head)) {
      return ScenarioSpecifications.read(rewindable, policies);
    }
    List<Described> described =
        withoutDefaults
            ? RedisSpecifications.readWithoutDefaults(rewindable)
            : RedisSpecifications.read(rewindable);
    return described.stream()
        .map(one -> new Examined(one.address(), one.id(), List.of(), one.specification()))
        .toList();
  }
}
