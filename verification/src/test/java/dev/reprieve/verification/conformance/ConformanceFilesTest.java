package dev.reprieve.verification.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.rules.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The conformance files as a whole: what they must name, and how often. */
class ConformanceFilesTest {
  private final List<ConformanceCase> cases = ConformanceFiles.cases();

  @Test
  void namesAreUniqueOverAllFiles() {
    assertThat(cases).extracting(ConformanceCase::name).doesNotHaveDuplicates();
    assertThat(cases).allSatisfy(one -> assertThat(one.name()).matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void everyCaseNamesKnownRules() {
    assertThat(cases)
        .allSatisfy(
            one ->
                assertThat(one.rules())
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .isSubsetOf(RuleId.names()));
  }

  @Test
  void everyRuleThatAScenarioCanShowHasTwoCases() {
    Map<String, Integer> counted = counted();
    assertThat(RuleId.all())
        .filteredOn(RuleId::inScenarios)
        .allSatisfy(
            rule ->
                assertThat(counted.getOrDefault(rule.name(), 0))
                    .as("cases that name %s", rule.name())
                    .isGreaterThanOrEqualTo(2));
  }

  @Test
  void whatNoCaseCanShowIsSaidSo() {
    assertThat(RuleId.all())
        .filteredOn(rule -> !rule.inScenarios())
        .allSatisfy(rule -> assertThat(counted()).doesNotContainKey(rule.name()));
  }

  @Test
  void theRunnersTagsAreTheRulesOfTheCases() {
    List<String> tags =
        Arrays.stream(ConformanceTest.class.getAnnotationsByType(Tag.class))
            .map(Tag::value)
            .toList();
    assertThat(tags).containsExactlyElementsOf(new TreeSet<>(counted().keySet()));
  }

  @Test
  void everyFileSaysWhatItShows() {
    assertThat(ConformanceFiles.files())
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(ConformanceFiles.read(file).path("about").asText())
                    .as("about of %s", file.getFileName())
                    .endsWith("."));
  }

  /** How many cases name a rule. */
  private Map<String, Integer> counted() {
    Map<String, Integer> counted = new TreeMap<>();
    cases.forEach(one -> one.rules().forEach(rule -> counted.merge(rule, 1, Integer::sum)));
    return counted;
  }
}
