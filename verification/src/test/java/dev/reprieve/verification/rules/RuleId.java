package dev.reprieve.verification.rules;

import dev.reprieve.verification.conformance.Checkout;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule of the rulebook's sections 2 to 5 and 9 to 11.
 *
 * @param name such as {@code MDB-07}
 * @param inScenarios whether the lines of a scenario can show it
 * @param why where they cannot: the reason
 */
public record RuleId(String name, boolean inScenarios, String why) {
  /** Every rule, in the rulebook's order. */
  public static List<RuleId> all() {
    return Checkout.list(RuleId.class, "rule-ids.txt").stream().map(RuleId::read).toList();
  }

  /** The ids alone, sorted. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    all().forEach(rule -> names.add(rule.name()));
    return names;
  }

  private static RuleId read(String line) {
    String[] parts = line.split("\\s+", 3);
    if (parts.length < 2 || !Set.of("scenario", "elsewhere").contains(parts[1])) {
      throw new IllegalStateException("expected ID scenario, or ID elsewhere WHY: " + line);
    }
    boolean inScenarios = parts[1].equals("scenario");
    if (inScenarios != (parts.length == 2)) {
      throw new IllegalStateException("what no scenario shows needs a reason: " + line);
    }
    return new RuleId(parts[0], inScenarios, inScenarios ? "" : parts[2]);
  }
}
