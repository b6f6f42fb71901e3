package dev.reprieve.kec;

import dev.reprieve.model.BillingMode;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.testkit.Life;

/** The instances that these tests are about. */
final class KecLives {
  static final RetentionPolicy POLICY = KecPolicy.create();

  private KecLives() {}

  /** Ends on 2026-02-01. */
  static Life subscription() {
    return Life.of(POLICY).subscription("2026-02-01T00:00:00Z");
  }

  /** Created on 2026-02-01 at 08:00. */
  static Life daily() {
    return Life.of(POLICY)
        .billedBy(BillingMode.PAY_BY_DAILY_CONFIG)
        .createdAt("2026-02-01T08:00:00Z");
  }

  static Life billedBy(BillingMode billing) {
    return Life.of(POLICY).billedBy(billing).createdAt("2026-02-01T08:00:00Z");
  }
}
