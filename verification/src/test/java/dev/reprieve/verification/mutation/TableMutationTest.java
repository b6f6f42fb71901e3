package dev.reprieve.verification.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.policy.InvalidPolicyException;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.verification.conformance.Checkout;
import dev.reprieve.verification.conformance.ConformanceCase;
import dev.reprieve.verification.conformance.ConformanceFiles;
import dev.reprieve.verification.conformance.InProcess;
import dev.reprieve.verification.tables.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Every policy with one line changed is refused when it is built, or a hand-written case notices,
 * or a fact that no scenario can show does ({@link PolicyFacts}); or it stands on the list of
 * survivors with one sentence why nobody could notice.
 */
class TableMutationTest {
  private final PolicyRegistry originals = PolicyRegistry.discover();
  private final List<ConformanceCase> cases = ConformanceFiles.cases();

  /** By product; who noticed last is asked first, which makes most mutants cheap. */
  private final Map<String, List<ConformanceCase>> byProduct = new HashMap<>();

  @Test
  void withoutAMutationEveryCaseIsAsExpected() {
    assertThat(cases)
        .allSatisfy(one -> assertThat(InProcess.difference(one, originals)).as("%s", one).isNull());
    assertThat(originals.latest())
        .allSatisfy(policy -> assertThat(PolicyFacts.firstBroken(policy)).isNull());
  }

  @Test
  void aPolicyBuiltAgainIsTheSame() {
    assertThat(originals.latest())
        .allSatisfy(
            policy -> assertThat(new Draft(policy).build().digest()).isEqualTo(policy.digest()));
  }

  @Test
  void everyMutantIsNoticedOrExplained(TestReporter reporter) throws IOException {
    List<Mutant> mutants =
        originals.latest().stream().flatMap(policy -> Mutants.of(policy).stream()).toList();
    assertThat(mutants).extracting(Mutant::name).doesNotHaveDuplicates();
    Map<String, Integer> counts = new TreeMap<>();
    List<String> survivors = new ArrayList<>();
    for (Mutant mutant : mutants) {
      String fate = fate(mutant);
      counts.merge(fate, 1, Integer::sum);
      if (fate.equals("survived")) {
        survivors.add(mutant.name());
      }
    }
    reporter.publishEntry("mutants", String.valueOf(mutants.size()));
    Path list = Checkout.root().resolve("verification/target/table-mutation-survivors.txt");
    Files.write(Files.createDirectories(list.getParent()).resolve(list.getFileName()), survivors);
    counts.forEach((fate, count) -> reporter.publishEntry(fate, String.valueOf(count)));

    Map<Pattern, String> explained = explained();
    assertThat(survivors)
        .as("survivors that nobody explained")
        .filteredOn(name -> explained.keySet().stream().noneMatch(line -> matches(line, name)))
        .isEmpty();
    assertThat(mutants.stream().map(Mutant::name).filter(name -> !survivors.contains(name)))
        .as("explained as survivors, and noticed")
        .filteredOn(name -> explained.keySet().stream().anyMatch(line -> matches(line, name)))
        .isEmpty();
    assertThat(explained.keySet())
        .as("explanations of what is no mutant any more")
        .filteredOn(line -> survivors.stream().noneMatch(name -> matches(line, name)))
        .isEmpty();
  }

  private String fate(Mutant mutant) {
    RetentionPolicy mutated;
    try {
      mutated = mutant.build();
    } catch (InvalidPolicyException refused) {
      return "refused when built";
    }
    if (mutant.rulesNothing()) {
      return "about what never happens";
    }
    assertThat(mutated.digest()).as("digest of %s", mutant).isNotEqualTo(digest(mutant));
    if (PolicyFacts.firstBroken(mutated) != null) {
      return "noticed by a fact";
    }
    return noticing(mutant, mutated) == null ? "survived" : "noticed by a case";
  }

  private static String digest(Mutant mutant) {
    return mutant.original().digest();
  }

  private @Nullable ConformanceCase noticing(Mutant mutant, RetentionPolicy mutated) {
    List<RetentionPolicy> policies = new ArrayList<>();
    for (RetentionPolicy policy : originals.latest()) {
      policies.add(policy.id().equals(mutated.id()) ? mutated : policy);
    }
    PolicyRegistry registry = PolicyRegistry.of(policies);
    List<ConformanceCase> asked =
        byProduct.computeIfAbsent(mutant.original().id(), this::casesWith);
    for (int i = 0; i < asked.size(); i++) {
      ConformanceCase one = asked.get(i);
      if (InProcess.difference(one, registry) != null) {
        asked.remove(i);
        asked.add(0, one);
        return one;
      }
    }
    return null;
  }

  private List<ConformanceCase> casesWith(String product) {
    List<ConformanceCase> all = new ArrayList<>(Stories.all());
    all.addAll(cases);
    all.removeIf(one -> !one.products().contains(product));
    return all;
  }

  /** Each line: a mutant's name, in which {@code *} is any text, {@code =>} and the sentence. */
  private static Map<Pattern, String> explained() {
    Map<Pattern, String> explained = new LinkedHashMap<>();
    for (String line : Checkout.list(TableMutationTest.class, "survivors.txt")) {
      String[] parts = line.split("\\s+=>\\s+", 2);
      assertThat(parts).as("expected NAME => SENTENCE: %s", line).hasSize(2);
      assertThat(parts[1]).endsWith(".").hasSizeGreaterThan(20);
      String[] texts = parts[0].split("\\*", -1);
      StringBuilder pattern = new StringBuilder();
      for (int i = 0; i < texts.length; i++) {
        pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(texts[i]));
      }
      explained.put(Pattern.compile(pattern.toString()), parts[1]);
    }
    return explained;
  }

  private static boolean matches(Pattern pattern, String name) {
    return pattern.matcher(name).matches();
  }
}
