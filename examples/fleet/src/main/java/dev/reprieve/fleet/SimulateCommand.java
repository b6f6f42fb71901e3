package dev.reprieve.fleet;

import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import dev.reprieve.fleet.scenario.Scenario;
import dev.reprieve.fleet.scenario.ScenarioInstance;
import dev.reprieve.fleet.scenario.ScenarioReader;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.simulation.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the engine over a scenario file in virtual time, and prints what happens. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Runs the engine over a scenario file in virtual time and prints each thing that happens,"
            + " one JSON object a line.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything in the file could be ruled",
      "1:at least one instance could not; its lines say why",
      "2:the file or the command line cannot be used",
      "130:it was interrupted; what was printed stands"
    })
final class SimulateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The scenario file.")
  private Path file = Path.of("");

  SimulateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    PolicyRegistry policies = PolicyRegistry.discover();
    Scenario scenario = surroundings.files().read(file, new ScenarioReader(policies)::read);
    PrintWriter out = spec.commandLine().getOut();
    Interruption interruption = surroundings.interruption();
    boolean faulty;
    try (Progress.Work work =
        surroundings
            .printing()
            .begin("Simulating", Progress.Unit.THINGS, scenario.events().size())) {
      faulty = run(scenario, policies, new LinePrinter(out, work, interruption));
    }
    out.flush();
    interruption.check();
    return faulty ? 1 : 0;
  }

  private static boolean run(Scenario scenario, PolicyRegistry policies, LinePrinter printer)
      throws IOException {
    Simulation simulation = new Simulation(policies, printer);
    printer.asking(simulation.engine());
    boolean faulty = false;
    for (ScenarioInstance instance : scenario.instances()) {
      for (AttributeProblem problem : instance.problems()) {
        printer.print(instance.id(), problem);
        faulty = true;
      }
    }
    scenario.populate(simulation);
    simulation.run(scenario.events(), scenario.until());
    return faulty;
  }
}
