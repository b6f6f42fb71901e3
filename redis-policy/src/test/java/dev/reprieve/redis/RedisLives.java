package dev.reprieve.redis;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.testkit.Life;

/** The instances that these tests are about; T is 2026-02-01T00:00:00Z in all of them. */
final class RedisLives {
  static final RetentionPolicy POLICY = RedisPolicy.create();
  static final String T = "2026-02-01T00:00:00Z";

  private RedisLives() {}

  /** A subscription that ends at T. */
  static Life subscription() {
    return Life.of(POLICY).subscription(T);
  }

  /** Pay-as-you-go, paid so far. */
  static Life payAsYouGo() {
    return Life.of(POLICY).payAsYouGo();
  }

  /** Pay-as-you-go, in arrears since T. */
  static Life unpaid() {
    return payAsYouGo().at(T).arrears();
  }
}
