package dev.reprieve.testkit.world;

import dev.reprieve.model.Event;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws what users, billing and operators say. Each letter names its sender, and no two alike. */
final class LetterDrawer {
  private final SplittableRandom random;
  private final String signs;
  private int written;

  /**
   * A drawer.
   *
   * @param signs how each sender's name begins; no two drawers' the same
   */
  LetterDrawer(SplittableRandom random, String signs) {
    this.random = random;
    this.signs = signs;
  }

  /** What may be asked of an instance of a breed, the more often the more of it is in the list. */
  List<Operation> askedOf(Breed breed) {
    List<Operation> asked = new ArrayList<>();
    for (Operation operation : breed.policy().operations()) {
      if (!operation.equals(Operation.FORGET) || random.nextInt(4) == 0) {
        asked.add(operation);
      }
    }
    asked.sort(null);
    boolean subscription = breed.billing().isSubscription();
    if (breed.policy().operations().contains(Operation.REBUILD)) {
      asked.add(Operation.REBUILD);
      asked.add(Operation.REBUILD);
    }
    for (int i = 0; i < 3; i++) {
      asked.add(subscription ? Operation.RENEW : Operation.SETTLE);
      asked.add(subscription ? Operation.RENEW : Operation.ARREARS);
      asked.add(subscription ? Operation.HOLD : Operation.RELEASE);
      asked.add(Operation.HOLD);
    }
    return asked;
  }

  /** A letter without arguments, for an owner's account; it always has an id. */
  Event event(Operation operation, Instant at) {
    int number = written++;
    return Event.builder(operation, at).id("e" + signs + number).by(signs + number).build();
  }

  /** A letter with arguments that fit more often than not. */
  Event event(Operation operation, Instant at, Breed breed) {
    int number = written++;
    Event.Builder letter = Event.builder(operation, at).by(signs + number);
    if (random.nextInt(4) > 0) {
      letter.id("e" + signs + number);
    }
    if (operation.equals(Operation.RENEW)
        || operation.equals(Operation.REBUILD)
        || operation.equals(Operation.CHANGE_BILLING_MODE)
        || operation.equals(Operation.SNOOZE)) {
      letter.until(at.plus(term()));
    }
    if (operation.equals(Operation.SNOOZE)) {
      letter.why("not yet");
    }
    if (operation.equals(Operation.REBUILD)) {
      letter.newId("n" + random.nextInt(3));
    }
    if (operation.equals(Operation.HOLD) || operation.equals(Operation.UNHOLD)) {
      letter.name(random.nextBoolean() ? null : "audit");
    }
    if (operation.equals(Operation.HOLD) && random.nextInt(3) > 0) {
      letter.until(at.plus(Duration.ofHours(1L + random.nextInt(600))));
    }
    if (operation.equals(Operation.RELEASE)) {
      letter.confirm(random.nextInt(5) > 0);
    }
    return letter.value(value(operation, breed.policy())).build();
  }

  /** A hold of the default name, which may be one that can be lengthened only. */
  Event holding(Instant at, @Nullable Instant until, boolean compliance) {
    int number = written++;
    return Event.builder(Operation.HOLD, at)
        .by(signs + number)
        .id("e" + signs + number)
        .until(until)
        .compliance(compliance)
        .build();
  }

  /** A purge is to come later. */
  Event snoozing(Instant at, Instant until) {
    int number = written++;
    return Event.builder(Operation.SNOOZE, at)
        .by(signs + number)
        .id("e" + signs + number)
        .until(until)
        .why("not yet")
        .build();
  }

  /** The same id with other content. */
  Event forged(Event original) {
    return Event.builder(original.operation(), original.at())
        .id(original.id())
        .until(original.until())
        .newId(original.newId())
        .name(original.name())
        .value(original.value())
        .confirm(original.confirm())
        .why(original.why())
        .by(signs + written++)
        .build();
  }

  private Duration term() {
    return Duration.ofHours(1L + random.nextInt(random.nextBoolean() ? 48 : 24 * 30));
  }

  private @Nullable String value(Operation operation, RetentionPolicy policy) {
    for (AttributeChange change : policy.changes()) {
      List<String> values = change.key().choices();
      if (change.operation().equals(operation) && !values.isEmpty()) {
        return values.get(random.nextInt(values.size()));
      }
    }
    return null;
  }
}
