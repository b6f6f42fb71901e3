package com.example.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reprieve.mongodb.MongoDbPolicy;
import dev.reprieve.mongodb.MongoInstance;
import dev.reprieve.testkit.Life;
import org.junit.jupiter.api.Test;

class OneLifeTest {
  @Test
  void theTestkitTellsTheSameLife() {
    Life life =
        Life.of(MongoDbPolicy.create())
            .attributes(MongoInstance.replicaSet().localDisk().tde(false).attributes())
            .subscription("2030-01-01T00:00:00Z");
    assertTrue(
        life.story().get(0).startsWith("2030-01-01T00:00:00Z EXPIRY"), life.story()::toString);
    assertEquals(3, life.story().size(), life.story()::toString);
  }
}
