package dev.reprieve.fleet;

import java.io.IOException;

/** Prints lines and, last, their summary. */
interface TimelinePrinter {
  /** Prints what is said of one instance. */
  void print(TimelineLine line) throws IOException;

  /** Prints the summary; nothing comes after it. */
  void finish(Summary summary) throws IOException;
}
