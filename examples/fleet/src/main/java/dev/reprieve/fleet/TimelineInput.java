package dev.reprieve.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.reprieve.Registration;
import dev.reprieve.fleet.scenario.Scenario;
import dev.reprieve.fleet.scenario.ScenarioInstance;
import dev.reprieve.fleet.scenario.ScenarioReader;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.terraform.GovernedInstance;
import dev.reprieve.terraform.TerraformReader;
import dev.reprieve.terraform.TerraformState;
import dev.reprieve.terraform.UnusableFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The instances of a Terraform file or of a scenario file; the content tells which of the two.
 *
 * @param instances the governed ones, in the file's order
 * @param faulty those of a scenario file that do not exist, each with its problems (SCN-03)
 * @param events how many events a scenario file has: they are left out (SPEC 11)
 * @param unsupported how many resources there are of each type that no policy governs
 */
record TimelineInput(
    List<GovernedInstance> instances,
    List<ScenarioInstance> faulty,
    int events,
    SortedMap<String, Integer> unsupported) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The keys of a scenario file; no Terraform file has one of them at its top. */
  private static final Set<String> SCENARIO_KEYS = Set.of("instances", "events", "until");

  /** How much of a file is looked at to tell what it is. */
  static final int LOOK_AHEAD = 64 * 1024;

  static TimelineInput read(InputStream in, PolicyRegistry policies)
      throws IOException, UnusableFileException {
    BufferedInputStream rewindable = new BufferedInputStream(in, LOOK_AHEAD);
    rewindable.mark(LOOK_AHEAD);
    byte[] head = rewindable.readNBytes(LOOK_AHEAD);
    rewindable.reset();
    return isScenario(head)
        ? of(new ScenarioReader(policies).read(rewindable))
        : of(TerraformReader.read(rewindable));
  }

  private static TimelineInput of(TerraformState state) {
    return new TimelineInput(state.instances(), List.of(), 0, state.unsupported());
  }

  private static TimelineInput of(Scenario scenario) {
    List<GovernedInstance> instances = new ArrayList<>();
    List<ScenarioInstance> faulty = new ArrayList<>();
    for (ScenarioInstance instance : scenario.instances()) {
      Registration registration = instance.registration();
      if (registration == null) {
        faulty.add(instance);
      } else {
        instances.add(governed(registration));
      }
    }
    return new TimelineInput(instances, faulty, scenario.events().size(), new TreeMap<>());
  }

  private static GovernedInstance governed(Registration registration) {
    return new GovernedInstance(
        registration.key().id(),
        registration.key().id(),
        registration.key().product(),
        registration.profile(),
        registration.billing(),
        null,
        registration.createdAt(),
        registration.expiresAt(),
        "expiresAt",
        registration.attributes(),
        registration.releaseProtected(),
        false,
        List.of(),
        null,
        List.of(),
        null,
        null,
        List.of());
  }

  /** Whether the first key that tells is a scenario's; what is broken is Terraform's to refuse. */
  static boolean isScenario(byte[] head) {
    try (JsonParser json = JSON.createParser(head)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (SCENARIO_KEYS.contains(json.currentName())) {
          return true;
        }
        json.nextToken();
        json.skipChildren();
      }
      return false;
    } catch (IOException endOfHead) {
      // Cut in the middle, or broken: nothing before told that it is a scenario.
      return false;
    }
  }
}
