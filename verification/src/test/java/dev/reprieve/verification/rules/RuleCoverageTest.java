package dev.reprieve.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.conformance.Checkout;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Every rule is proved by a test that carries its id, or stands with its reason on a list. */
class RuleCoverageTest {
  private static final Pattern RULE_ID = Pattern.compile("[A-Z]{2,3}-\\d{2}");

  private final TaggedTests tests = TaggedTests.ofAllModules();
  private final Map<String, Set<String>> testsByTag = tests.testsByTag();
  private final Map<String, String> notYet = notYet();

  @Test
  void everyRuleHasATestOrAReasonWhyNotYet(TestReporter reporter) {
    Set<String> without = new TreeSet<>(RuleId.names());
    without.removeAll(testsByTag.keySet());
    reporter.publishEntry("rules", String.valueOf(RuleId.names().size()));
    reporter.publishEntry(
        "rules without a test", without.isEmpty() ? "none" : String.join(" ", without));
    assertThat(notYet.keySet()).containsExactlyInAnyOrderElementsOf(without);
  }

  @Test
  void everyClassWithTestsHasANameThatTheBuildRuns() {
    assertThat(tests.neverRun()).isEmpty();
  }

  @Test
  void whatIsNotYetProvedIsARuleAndHasAReason() {
    assertThat(RuleId.names()).containsAll(notYet.keySet());
    assertThat(notYet.values()).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(10));
  }

  @Test
  void everyTagThatLooksLikeARuleIsOne() {
    // Later sections have rules of their own, whose families are none of these.
    Set<String> families = new TreeSet<>();
    RuleId.names().forEach(name -> families.add(name.replaceAll("-.*", "")));
    assertThat(testsByTag.keySet().stream().filter(tag -> RULE_ID.matcher(tag).matches()))
        .filteredOn(tag -> families.contains(tag.replaceAll("-.*", "")))
        .isSubsetOf(RuleId.names());
  }

  private static Map<String, String> notYet() {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Checkout.list(RuleCoverageTest.class, "not-yet.txt")) {
      String[] parts = line.split("\\s+", 2);
      assertThat(reasons.put(parts[0], parts.length == 2 ? parts[1] : ""))
          .as("second line for %s", parts[0])
          .isNull();
    }
    return reasons;
  }
}
