package dev.reprieve.fleet;

import dev.reprieve.fleet.input.Shown;
import dev.reprieve.fleet.progress.InterruptedCommandException;
import dev.reprieve.fleet.progress.Interruption;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command. Exit status 0 is fine, 1 as a subcommand says, 2 unusable input or output, 130
 * interrupted.
 */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Answers what happens to instances when nobody pays, and when.",
    subcommands = {
      TimelineCommand.class,
      SimulateCommand.class,
      ExplainCommand.class,
      ValidateCommand.class,
      PoliciesCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Fleet implements Runnable {
  /** Exit status for input that cannot be used, and for output that cannot be written. */
  static final int UNUSABLE = 2;

  /** Longer than any message is that is one. */
  private static final int LONGEST_MESSAGE = 1000;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Surroundings surroundings = Surroundings.ofProcess(InstantSource.system(), System.err);
    Interruption interruption = surroundings.interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::askAndWait, "fleet-end"));
    int status;
    try {
      // Not System.out: it never says that it could not write.
      status = run(args, new FileOutputStream(FileDescriptor.out), err, surroundings);
    } finally {
      interruption.ended();
    }
    System.exit(status);
  }

  /** Runs the command to its last byte, and gives its exit status. */
  static int run(String[] args, OutputStream to, PrintWriter err, Surroundings surroundings) {
    WatchedOutput output = new WatchedOutput(to);
    PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
    int status;
    try {
      status = commandLine(surroundings).setOut(out).setErr(err).execute(args);
    } catch (OutOfMemoryError tooMuch) {
      err.println("fleet: there is more in it than fits into memory: try java -Xmx with more");
      status = UNUSABLE;
    } finally {
      out.flush();
    }
    IOException broken = output.broken();
    if (broken == null || status == Interruption.STATUS) {
      return status;
    }
    if (!output.hasLostItsReader()) {
      err.println("fleet: the output cannot be written: " + oneLine(broken.getMessage()));
    }
    return UNUSABLE;
  }

  /** The command, with the machine's clock for what asks for one. */
  public static CommandLine commandLine() {
    return commandLine(InstantSource.system());
  }

  /** The command with its way of saying what is wrong: one line, never a stack trace. */
  public static CommandLine commandLine(InstantSource clock) {
    return commandLine(Surroundings.quiet(clock));
  }

  static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new Fleet(), new Factory(surroundings))
        // else an argument "@secrets" is replaced by what that file says, and shown if it is wrong
        .setExpandAtFiles(false)
        .setUsageHelpWidth(100)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> {
              command.getOut().flush();
              if (thrown instanceof InterruptedCommandException) {
                return Interruption.STATUS;
              }
              command.getErr().println("fleet: " + oneLine(thrown));
              return UNUSABLE;
            })
        .setParameterExceptionHandler(Fleet::misused);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int misused(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .println(
            "fleet: "
                + oneLine(meaning(wrong))
                + " (try "
                + command.getCommandSpec().qualifiedName()
                + " --help)");
    return UNUSABLE;
  }

  /** What is wrong, in the user's words where the reader of the command line has only its own. */
  private static @Nullable String meaning(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !wrong.getCommandLine().getSubcommands().isEmpty()
        && !unmatched.isUnknownOption()) {
      return "there is no command \""
          + unmatched.getUnmatched().get(0)
          + "\", expected one of "
          + wrong.getCommandLine().getSubcommands().keySet();
    }
    return wrong.getMessage();
  }

  private static String oneLine(Exception thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    if (thrown instanceof NoSuchFileException) {
      message = "there is no file " + message;
    } else if (thrown instanceof AccessDeniedException) {
      message = "the file " + message + " may not be read";
    } else if (thrown instanceof IOException) {
      message = "cannot read: " + message;
    }
    return oneLine(message);
  }

  private static String oneLine(@Nullable String message) {
    return Shown.cut(Terminal.safe(String.valueOf(message).strip()), LONGEST_MESSAGE);
  }

  /** Hands the surroundings to the subcommands that need them. */
  private record Factory(Surroundings surroundings) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == TimelineCommand.class) {
        return type.cast(new TimelineCommand(surroundings));
      }
      if (type == SimulateCommand.class) {
        return type.cast(new SimulateCommand(surroundings));
      }
      if (type == ExplainCommand.class) {
        return type.cast(new ExplainCommand(surroundings));
      }
      return type == ValidateCommand.class
          ? type.cast(new ValidateCommand(surroundings))
          : CommandLine.defaultFactory().create(type);
    }
  }
}
