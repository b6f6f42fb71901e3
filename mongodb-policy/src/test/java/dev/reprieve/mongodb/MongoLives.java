package dev.reprieve.mongodb;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.testkit.Life;

/** The instances that these tests are about; T is 2026-02-01T00:00:00Z in all of them. */
final class MongoLives {
  static final RetentionPolicy POLICY = MongoDbPolicy.create();
  static final String T = "2026-02-01T00:00:00Z";

  private MongoLives() {}

  static MongoInstance essd(BackupRetention retention) {
    return MongoInstance.replicaSet().essd(retention).tde(false);
  }

  static MongoInstance localReplicaSet() {
    return MongoInstance.replicaSet().localDisk().tde(false);
  }

  static MongoInstance localSharded() {
    return MongoInstance.sharded().localDisk().tde(false);
  }

  /** A subscription that ends at T. */
  static Life subscription(MongoInstance instance) {
    return Life.of(POLICY).attributes(instance.attributes()).subscription(T);
  }

  /** Pay-as-you-go, paid so far. */
  static Life payAsYouGo(MongoInstance instance) {
    return Life.of(POLICY).attributes(instance.attributes()).payAsYouGo();
  }

  /** Pay-as-you-go, in arrears since T. */
  static Life unpaid(MongoInstance instance) {
    return payAsYouGo(instance).at(T).arrears();
  }
}
