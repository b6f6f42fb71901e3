package dev.reprieve.fleet;

import dev.reprieve.Explanation;
import dev.reprieve.InstanceView;
import dev.reprieve.fleet.input.UnusableInputException;
import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import dev.reprieve.fleet.scenario.Scenario;
import dev.reprieve.fleet.scenario.ScenarioInstance;
import dev.reprieve.fleet.scenario.ScenarioReader;
import dev.reprieve.model.Decision;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.simulation.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code explain}: why an instance of a scenario is where it is at an instant, and what comes next,
 * in sentences with the rules behind them.
 */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Runs the engine over a scenario file up to an instant and says why one instance is where"
            + " it is, what comes next, and what is permitted: one sentence a line, each with its"
            + " rule.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was explained",
      "1:the instance cannot be ruled; the lines say why",
      "2:the file or the command line cannot be used, or there is no such instance at that instant",
      "130:it was interrupted"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "The scenario file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The instance; also one that a rebuild has created.")
  private String id = "";

  @Option(
      names = "--now",
      paramLabel = "T",
      converter = TimelineCommand.ToInstant.class,
      description =
          "As of when, such as 2026-02-01T00:00:00Z, in place of the file's until. Default: the"
              + " clock's now.")
  private @Nullable Instant now;

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    PolicyRegistry policies = PolicyRegistry.discover();
    Scenario scenario = surroundings.files().read(file, new ScenarioReader(policies)::read);
    PrintWriter out = spec.commandLine().getOut();
    for (ScenarioInstance instance : scenario.instances()) {
      if (id.equals(instance.id()) && !instance.problems().isEmpty()) {
        for (AttributeProblem problem : instance.problems()) {
          out.println(Terminal.safe(id + ": " + problem.message() + " (SCN-03)"));
        }
        out.flush();
        return 1;
      }
    }
    for (Explanation.Sentence sentence : explain(policies, scenario).sentences()) {
      out.println(Terminal.safe(sentence.toString()));
    }
    out.flush();
    return 0;
  }

  private Explanation explain(PolicyRegistry policies, Scenario scenario) {
    Instant at = now == null ? surroundings.clock().instant() : now;
    Interruption interruption = surroundings.interruption();
    Wanted wanted;
    Simulation simulation;
    try (Progress.Work work =
        surroundings
            .reading()
            .begin("Simulating", Progress.Unit.THINGS, scenario.events().size())) {
      wanted = new Wanted(id, work, interruption);
      simulation = new Simulation(policies, wanted);
      scenario.populate(simulation);
      simulation.run(scenario.events(), at);
    }
    interruption.check();
    InstanceKey key = wanted.key;
    InstanceView view = key == null ? null : simulation.engine().view(key);
    Explanation told =
        key == null || view == null || isAhead(view.instance().createdAt(), at)
            ? null
            : simulation.engine().explain(key);
    if (told == null) {
      throw new UnusableInputException("there is no instance \"" + id + "\" at " + at);
    }
    return told;
  }

  /** What is created later is not there yet (SCN-04). */
  private static boolean isAhead(@Nullable Instant createdAt, Instant at) {
    return createdAt != null && createdAt.isAfter(at);
  }

  /** Listens for the key of the one instance. */
  private static final class Wanted extends Followed {
    private final String id;
    private @Nullable InstanceKey key;

    Wanted(String id, Progress.Work work, Interruption interruption) {
      super(work, interruption);
      this.id = id;
    }

    @Override
    public void onDecision(Decision decision) {
      if (decision.after().key().id().equals(id)) {
        key = decision.after().key();
      }
    }
  }
}
