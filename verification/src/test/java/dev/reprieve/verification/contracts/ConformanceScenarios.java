package dev.reprieve.verification.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprieve.Registration;
import dev.reprieve.fleet.scenario.ScenarioInstance;
import dev.reprieve.fleet.scenario.ScenarioReader;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.SimulatedEvent;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.contract.Scenario;
import dev.reprieve.verification.conformance.ConformanceCase;
import dev.reprieve.verification.conformance.ConformanceFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hand-written cases under {@code conformance/} as scenarios of the contract: those of one
 * instance that can be ruled, that ask nothing of others, and that name the rule in every line.
 */
final class ConformanceScenarios {
  /** KEC-04: what the bin keeps for "more than" two hours goes only after them. */
  private static final Duration KEPT_BY_KEC = Duration.ofHours(2);

  private final RetentionPolicy policy;
  private final String id;
  private final List<String> expected = new ArrayList<>();
  private @Nullable Instant released;

  private ConformanceScenarios(RetentionPolicy policy, String id) {
    this.policy = policy;
    this.id = id;
  }

  static List<Scenario> of(RetentionPolicy policy) {
    PolicyRegistry policies = PolicyRegistry.of(List.of(policy));
    List<Scenario> all = new ArrayList<>();
    for (ConformanceCase one : ConformanceFiles.cases()) {
      boolean whole = one.lines().stream().allMatch(line -> line.has("rule"));
      if (one.exit() == 0 && whole && one.products().equals(Set.of(policy.id()))) {
        Scenario scenario = scenario(one, policy, policies);
        if (scenario != null) {
          all.add(scenario);
        }
      }
    }
    return all;
  }

  private static @Nullable Scenario scenario(
      ConformanceCase one, RetentionPolicy policy, PolicyRegistry policies) {
    dev.reprieve.fleet.scenario.Scenario read;
    try {
      read = new ScenarioReader(policies).read(new ByteArrayInputStream(one.input()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    if (read.instances().size() != 1) {
      return null;
    }
    ScenarioInstance instance = read.instances().get(0);
    Registration registration = instance.registration();
    String id = instance.id();
    if (registration == null || id == null || !asksOfNoOther(read.events(), id)) {
      return null;
    }
    Life life = life(policy, registration);
    read.events().forEach(event -> life.event(event.event()));
    if (read.until() != null) {
      life.until(read.until().toString());
    }
    ConformanceScenarios scenario = new ConformanceScenarios(policy, id);
    one.lines().forEach(scenario::expect);
    return new Scenario(one.toString(), life, scenario.expected);
  }

  private static boolean asksOfNoOther(List<SimulatedEvent> events, String id) {
    return events.stream()
        .allMatch(
            event ->
                event.instance().equals(id)
                    // The life's own instance has another id than the file's.
                    && !id.equals(event.event().newId()));
  }

  private static Life life(RetentionPolicy policy, Registration said) {
    InstanceKey key = said.key();
    Life life = Life.of(policy).billedBy(said.billing()).attributes(said.attributes());
    if (said.profile() != null) {
      life.profile(said.profile());
    }
    if (said.createdAt() != null) {
      life.createdAt(said.createdAt().toString());
    }
    if (said.expiresAt() != null && said.billing().isSubscription()) {
      life.subscription(said.expiresAt().toString());
    }
    if (said.releaseProtected()) {
      life.releaseProtected();
    }
    if (!key.product().equals(policy.id())) {
      throw new IllegalStateException(key + " is no instance of " + policy);
    }
    return life;
  }

  private void expect(JsonNode line) {
    String instance = line.path("instance").asText();
    String of = instance.equals(id) ? "" : " of " + instance;
    String begun = line.path("at").asText() + " " + line.path("cause").asText() + of;
    String rule = line.path("rule").asText();
    if (line.has("refused")) {
      expected.add(begun + " refused " + line.path("refused").asText() + " " + rule);
      return;
    }
    String to = line.path("to").asText();
    if (to.equals("RETAINED") && line.path("cause").asText().equals("RELEASE")) {
      released = Instant.parse(line.path("at").asText());
    }
    expected.add(
        begun
            + " "
            + line.path("from").asText()
            + " -> "
            + to
            + " "
            + rule
            + " | "
            + texts(line.path("effects"))
            + " | "
            + texts(line.path("operations"))
            + " | "
            + next(line.path("next")));
  }

  private String next(JsonNode next) {
    if (!next.isObject()) {
      return "-";
    }
    Instant at = Instant.parse(next.path("at").asText());
    String to = next.path("to").asText();
    boolean moreThan =
        policy.id().equals("kec")
            && to.equals("PURGED")
            && released != null
            && at.equals(released.plus(KEPT_BY_KEC));
    return (moreThan ? "after " : "") + at + " " + to;
  }

  private static String texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts.isEmpty() ? "-" : String.join(", ", texts);
  }
}
