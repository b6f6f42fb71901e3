package com.example.consumer;

import dev.reprieve.model.Decision;
import dev.reprieve.mongodb.MongoInstance;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.simulation.Simulation;
import dev.reprieve.simulation.SimulationListener;
import java.time.Instant;
import java.util.List;

/** Tells the life of one MongoDB instance that nobody renews. The instance is made up. */
public final class OneLife {
  private OneLife() {}

  /** Prints each step of it, but for its registration. */
  public static void main(String[] arguments) {
    Simulation simulation =
        new Simulation(
            PolicyRegistry.discover(),
            new SimulationListener() {
              @Override
              public void onDecision(Decision decision) {
                if (decision.from() != null) {
                  System.out.println(
                      decision.at() + " " + decision.from() + " -> " + decision.to());
                }
              }
            });
    simulation.add(
        MongoInstance.replicaSet()
            .localDisk()
            .tde(false)
            .subscription(
                MongoInstance.key("acme", "eu-1", "orders"),
                "account-7",
                Instant.parse("2030-01-01T00:00:00Z"))
            .unprotected());
    simulation.run(List.of(), null);
  }
}
