package dev.reprieve.fleet;

import dev.reprieve.policy.AttributeProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Prints what is wrong with instances, then what is said of the others, then the summary. */
interface TimelinePrinter {
  /** Prints why an instance of a scenario file does not exist (SCN-03). */
  void print(@Nullable String id, AttributeProblem problem) throws IOException;

  /** Prints what is said of one instance. */
  void print(TimelineLine line) throws IOException;

  /** Prints the summary; nothing comes after it. */
  void finish(Summary summary) throws IOException;
}
