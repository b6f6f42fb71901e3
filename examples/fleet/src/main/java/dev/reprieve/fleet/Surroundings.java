package dev.reprieve.fleet;

import dev.reprieve.fleet.input.InputFile;
import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import dev.reprieve.fleet.progress.Terminals;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * What a command has to do with but its arguments.
 *
 * @param clock tells the time where nobody says it
 * @param reading shows how far a file has been read
 * @param printing shows how far a command has come that prints lines as it goes
 * @param interruption asks the command to end
 */
record Surroundings(
    InstantSource clock, Progress reading, Progress printing, Interruption interruption) {

  /** Nobody looks on, and nobody interrupts. */
  static Surroundings quiet(InstantSource clock) {
    return new Surroundings(clock, Progress.none(), Progress.none(), new Interruption());
  }

  /**
   * Of a process: bars on standard error where that is a terminal. While lines are printed to a
   * terminal there is none: they would write over each other, and the lines show enough.
   */
  static Surroundings ofProcess(InstantSource clock, PrintStream err) {
    return new Surroundings(
        clock,
        Progress.bar(err, () -> Terminals.isTerminal(Terminals.ERROR), System::nanoTime),
        Progress.bar(
            err,
            () -> Terminals.isTerminal(Terminals.ERROR) && !Terminals.isTerminal(Terminals.OUTPUT),
            System::nanoTime),
        new Interruption());
  }

  /** The files that the user names. */
  InputFile files() {
    return new InputFile(reading, interruption);
  }
}
