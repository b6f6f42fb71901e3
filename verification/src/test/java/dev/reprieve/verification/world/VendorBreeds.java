package dev.reprieve.verification.world;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.testkit.world.Breed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Every kind of instance that the vendors' policies tell apart. */
final class VendorBreeds {
  private VendorBreeds() {}

  static List<Breed> all() {
    List<Breed> breeds = new ArrayList<>();
    for (RetentionPolicy policy : PolicyRegistry.discover().latest()) {
      List<BillingMode> modes = new ArrayList<>(policy.billingModes());
      modes.sort(Comparator.comparing(BillingMode::name));
      for (String profile : policy.profiles().keySet()) {
        for (BillingMode billing : modes) {
          for (Attributes attributes : attributes(policy)) {
            breeds.add(new Breed(policy, profile, billing, attributes));
          }
        }
      }
    }
    return breeds;
  }

  private static List<Attributes> attributes(RetentionPolicy policy) {
    if (!policy.id().equals("mongodb")) {
      return List.of(Attributes.empty());
    }
    return List.of(
        mongodb("ESSD", "REPLICA_SET", "DELETE_ALL"),
        mongodb("ESSD", "SHARDED", "KEEP_LATEST"),
        mongodb("ESSD", "STANDALONE", "KEEP_ALL"),
        mongodb("LOCAL", "REPLICA_SET", "DELETE_ALL"),
        mongodb("LOCAL", "SHARDED", "DELETE_ALL"));
  }

  private static Attributes mongodb(String disk, String architecture, String retention) {
    return Attributes.ofTexts(
        Map.of(
            "disk",
            disk,
            "architecture",
            architecture,
            "backupRetention",
            retention,
            "tde",
            "false"));
  }
}
