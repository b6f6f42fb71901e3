package dev.reprieve.testkit.contract;

import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.util.List;

/**
 * A life and what must come of it, line by line, as the author of a policy writes it down by hand
 * from the vendor's page: beside the table and before it. Immutable, but for the life.
 *
 * <p>Each expected line is what {@link Line#told} says; blanks may stand anywhere to make columns:
 *
 * <pre>
 * 2026-02-01T00:00:00Z EXPIRY  RUNNING -&gt; LOCKED ACM-01 | LOCK_ACCESS, NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z PURGED
 * 2026-02-02T00:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE ACM-01
 * </pre>
 *
 * @param name what it shows, in a few words
 * @param life the instance, and what is asked of it
 * @param expected every line, in order; empty where nothing happens
 */
public record Scenario(String name, Life life, List<String> expected) {
  /** Copies the lines. */
  public Scenario {
    expected = List.copyOf(expected);
  }

  /**
   * A scenario.
   *
   * @param lines the expected lines as one text; blank lines in it are passed over
   */
  public static Scenario of(String name, Life life, String lines) {
    return new Scenario(
        name,
        life,
        lines.lines().map(Scenario::inOneBlank).filter(line -> !line.isEmpty()).toList());
  }

  private static String inOneBlank(String line) {
    return line.strip().replaceAll("\\s+", " ");
  }
}
