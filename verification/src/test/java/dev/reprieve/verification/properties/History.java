package dev.reprieve.verification.properties;

import dev.reprieve.Registration;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.SimulatedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A random fleet of one product and what is asked of it. Instants crowd around the boundaries of
 * the tables: whole days after T, a microsecond before, at and after them.
 *
 * @param fleet the instances
 * @param events in the file's order
 */
record History(List<Registration> fleet, List<SimulatedEvent> events) {
  static final Instant T = Instant.parse("2026-03-01T00:00:00Z");
  private static final int[] DAYS = {
    -40, -9, -1, 0, 0, 1, 2, 7, 8, 14, 15, 16, 21, 22, 23, 30, 31, 37, 60
  };

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.RENEW,
          Operation.RENEW,
          Operation.SETTLE,
          Operation.SETTLE,
          Operation.ARREARS,
          Operation.ARREARS,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.RESTORE,
          Operation.DESTROY,
          Operation.START,
          Operation.STOP,
          Operation.CHANGE_BACKUP_RETENTION,
          Operation.PROTECT,
          Operation.UNPROTECT,
          Operation.HOLD,
          Operation.UNHOLD);

  static History random(RetentionPolicy policy, Random random) {
    List<Registration> fleet = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      fleet.add(instance(policy, "i" + i, random));
    }
    List<SimulatedEvent> events = new ArrayList<>();
    int count = random.nextInt(13);
    Instant last = T;
    for (int i = 0; i < count; i++) {
      // Half of them follow soon on the one before: some stages last for hours.
      Instant at = (random.nextBoolean() ? last : T.plus(days(random))).plus(near(random));
      last = at;
      String of = random.nextInt(12) == 0 ? "n" + random.nextInt(3) : "i" + random.nextInt(size);
      events.add(new SimulatedEvent(of, event(at, random)));
    }
    return new History(fleet, events);
  }

  /** Whether no two events are of one instant. */
  boolean hasNoTwoAtOneInstant() {
    return events.stream().map(one -> one.event().at()).distinct().count() == events.size();
  }

  private static Registration instance(RetentionPolicy policy, String id, Random random) {
    // Of KEC's four only one has a bin.
    BillingMode billing =
        policy.id().equals("kec") && random.nextBoolean()
            ? BillingMode.PAY_BY_DAILY_CONFIG
            : one(sorted(policy), random);
    Map<String, String> texts = new TreeMap<>();
    if (policy.id().equals("mongodb")) {
      texts.put("disk", one(List.of("ESSD", "LOCAL"), random));
      texts.put("architecture", one(List.of("STANDALONE", "REPLICA_SET", "SHARDED"), random));
      texts.put("backupRetention", retention(random));
      texts.put("tde", random.nextInt(4) == 0 ? "true" : "false");
    }
    return Registration.of(new InstanceKey("tenant", "region", policy.id(), id), "owner", billing)
        .profile(one(List.copyOf(policy.profiles().keySet()), random))
        .attributes(Attributes.ofTexts(texts))
        .createdAt(random.nextInt(3) == 0 ? T.minus(Duration.ofDays(41)) : T.minusSeconds(3600))
        .expiresAt(billing.isSubscription() ? T.plus(near(random).abs()) : null)
        .releaseProtected(random.nextInt(6) == 0);
  }

  private static List<BillingMode> sorted(RetentionPolicy policy) {
    TreeSet<String> names = new TreeSet<>();
    policy.billingModes().forEach(mode -> names.add(mode.name()));
    return names.stream().map(BillingMode::new).toList();
  }

  private static Event event(Instant at, Random random) {
    return Event.builder(one(OPERATIONS, random), at)
        .until(until(at, random))
        .newId("n" + random.nextInt(3))
        .name(random.nextBoolean() ? null : "audit")
        .value(retention(random))
        .confirm(random.nextInt(4) > 0)
        .build();
  }

  private static @Nullable Instant until(Instant at, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> at;
      default -> at.plus(days(random).abs()).plus(near(random).abs());
    };
  }

  private static Duration days(Random random) {
    return Duration.ofDays(DAYS[random.nextInt(DAYS.length)]);
  }

  private static Duration near(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Duration.ofNanos(-1_000);
      case 1 -> Duration.ofNanos(1_000);
      case 2 -> Duration.ofHours(1);
      case 3 -> Duration.ofHours(2);
      case 4 -> Duration.ofSeconds(random.nextInt(86_400));
      default -> Duration.ZERO;
    };
  }

  private static String retention(Random random) {
    return one(List.of("DELETE_ALL", "KEEP_LATEST", "KEEP_ALL"), random);
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
