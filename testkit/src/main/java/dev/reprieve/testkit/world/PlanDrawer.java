package dev.reprieve.testkit.world;

import dev.reprieve.Registration;
import dev.reprieve.effect.Backoff;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws a plan from a seed. Each seed has its own rates, and many have none of most faults: a fault
 * that hides another does not do so everywhere. What happens crowds around the instants at which a
 * table has something to say.
 */
final class PlanDrawer {
  static final String TENANT = "tenant";
  static final String REGION = "region";

  private static final Instant BEGINS = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration MARGIN = Interpreter.Settings.DEFAULT.purgeMargin();
  private static final Duration MICROSECOND = Duration.ofNanos(1_000);
  private static final int OWNERS = 2;
  private static final List<Act.Operate.Hand> HANDS = List.of(Act.Operate.Hand.values());

  private static final List<Duration> NEAR =
      List.of(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          MICROSECOND,
          MICROSECOND.negated(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(-1),
          Duration.ofMinutes(10),
          Duration.ofHours(-3),
          MARGIN,
          MARGIN.minus(MICROSECOND),
          MARGIN.plus(MICROSECOND),
          Duration.ofDays(1));

  private final long seed;
  private final SplittableRandom random;
  private final List<Breed> breeds;
  private final List<Registration> fleet = new ArrayList<>();
  private final List<Instant> moments = new ArrayList<>();
  private final List<Act> acts = new ArrayList<>();
  private final LetterDrawer letters;
  private final int workers;
  private final Duration lease;
  private final int disturbed;
  private final List<Interruption.Kind> disturbances;

  PlanDrawer(long seed, List<Breed> breeds) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.breeds = breeds;
    this.workers = 1 + random.nextInt(4);
    this.lease = Duration.ofMinutes(1 + random.nextInt(10));
    this.disturbed = random.nextInt(4) == 0 ? 0 : random.nextInt(60);
    this.disturbances = disturbances();
    this.letters = new LetterDrawer(random, "s");
  }

  Plan draw() {
    int size = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      member(i);
    }
    Instant last = moments.stream().max(Comparator.naturalOrder()).orElse(BEGINS);
    background(last.plus(Duration.ofDays(1 + random.nextInt(4))));
    clockSteps(last);
    operators();
    acts.sort(Comparator.comparing(Act::at));
    Backoff backoff =
        new Backoff(
            Duration.ofSeconds(30), Duration.ofHours(1 + random.nextInt(3)), 2 + random.nextInt(4));
    Plan plan =
        new Plan(
            seed, BEGINS, workers, lease, backoff, tempers(), guards(), Extras.NONE, fleet, acts);
    return new ExtraDrawer(plan, breeds, disturbed, disturbances).draw();
  }

  private List<Interruption.Kind> disturbances() {
    List<Interruption.Kind> kinds = new ArrayList<>();
    for (Interruption.Kind kind : Interruption.Kind.values()) {
      if (random.nextInt(3) > 0) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          kinds.add(kind);
        }
      }
    }
    return kinds;
  }

  private Plan.Tempers tempers() {
    return new Plan.Tempers(
        sometimes(20),
        sometimes(30),
        sometimes(40),
        random.nextInt(101),
        sometimes(20), //
        sometimes(20));
  }

  private Plan.Guards guards() {
    return new Plan.Guards(
        random.nextBoolean() ? 100 : 1 + random.nextInt(3),
        random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0,
        Duration.ofHours(12L + random.nextInt(60)),
        Duration.ofMinutes(120L + random.nextInt(1200)),
        sometimes(30),
        random.nextBoolean());
  }

  private void operators() {
    if (random.nextInt(3) > 0) {
      return;
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      Instant at = near(moments.get(random.nextInt(moments.size())));
      Act.Operate.Hand kind = HANDS.get(random.nextInt(HANDS.size()));
      acts.add(new Act.Operate(at, kind, interruptions(6)));
      if (kind == Act.Operate.Hand.KILL) {
        acts.add(
            new Act.Operate(
                at.plus(Duration.ofHours(random.nextInt(200))),
                Act.Operate.Hand.RESUME,
                interruptions(6)));
      }
    }
  }

  private int sometimes(int atMost) {
    return random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(atMost);
  }

  private void member(int number) {
    Breed breed = breeds.get(random.nextInt(breeds.size()));
    InstanceKey key = new InstanceKey(TENANT, REGION, breed.policy().id(), "i" + number);
    String owner = "owner" + random.nextInt(OWNERS);
    // Whole hours, so that several instances come to a deadline at once.
    Instant createdAt = BEGINS.plus(Duration.ofHours(random.nextInt(48)));
    Instant unpaid = createdAt.plus(Duration.ofHours(2 + random.nextInt(24 * 8)));
    BillingMode billing = breed.billing();
    fleet.add(
        Registration.of(key, owner, billing)
            .profile(breed.profile())
            .attributes(breed.attributes())
            .createdAt(createdAt)
            .expiresAt(billing.isSubscription() ? unpaid : null)
            .releaseProtected(random.nextInt(8) == 0));
    TakenIn member = new TakenIn(breed, key, owner, createdAt);
    acts.add(new Act.TakeIn(createdAt, number, interruptions(6)));
    if (random.nextInt(4) == 0) {
      acts.add(
          new Act.TakeIn(createdAt.plusSeconds(random.nextInt(100_000)), number, interruptions(6)));
    }
    List<Instant> own = new ArrayList<>();
    if (billing.isSubscription()) {
      timeline(member, unpaid, own);
    } else if (random.nextInt(4) > 0) {
      timeline(member, unpaid, own);
      arrears(member, unpaid);
    } else {
      own.add(unpaid);
    }
    events(member, own);
    own.forEach(this::work);
    moments.addAll(own);
  }

  private void arrears(TakenIn member, Instant at) {
    if (random.nextInt(3) == 0) {
      acts.add(
          new Act.TellOwner(
              at, member.owner(), letters.event(Operation.ARREARS, at), interruptions(20)));
    } else {
      tell(member, Operation.ARREARS, at, at);
    }
  }

  /** The instants of which the table speaks. */
  private static void timeline(TakenIn member, Instant t, List<Instant> into) {
    into.add(t);
    for (Stage stage : member.table().stages()) {
      into.add(t.plus(stage.after()));
      if (stage.state() == InstanceState.PURGED) {
        into.add(t.plus(stage.after()).plus(MARGIN));
      }
    }
  }

  private void events(TakenIn member, List<Instant> own) {
    List<Operation> asked = letters.askedOf(member.breed());
    for (int i = random.nextInt(9); i > 0; i--) {
      Operation operation = asked.get(random.nextInt(asked.size()));
      Instant at = near(own.get(random.nextInt(own.size())));
      Instant dated = at.minus(lateness());
      tell(member, operation, at, dated);
      if (operation.equals(Operation.ARREARS)) {
        timeline(member, dated, own);
      }
      Release release = member.table().handling().release(member.breed().billing());
      Duration kept = release == null ? null : release.kept();
      if (operation.equals(Operation.RELEASE) && kept != null) {
        own.add(at.plus(kept));
        own.add(at.plus(kept).plus(MARGIN));
      }
      if (operation.equals(Operation.HOLD) && random.nextBoolean()) {
        tell(member, Operation.UNHOLD, at.plus(Duration.ofHours(random.nextInt(400))), null);
      }
      if (random.nextInt(4) == 0) {
        acts.add(new Act.Look(at.plusSeconds(random.nextInt(7200)), member.key()));
      }
    }
  }

  private void tell(TakenIn member, Operation operation, Instant at, @Nullable Instant dated) {
    InstanceKey key =
        random.nextInt(12) == 0 ? member.key().withId("n" + random.nextInt(3)) : member.key();
    Act.Tell first =
        new Act.Tell(
            at,
            key,
            letters.event(operation, dated == null ? at : dated, member.breed()),
            random.nextInt(20) == 0,
            interruptions(10));
    acts.add(first);
    while (random.nextInt(5) == 0) {
      // Delivered once more: soon, or days later and out of order.
      Instant again = at.plusSeconds(random.nextInt(2) == 0 ? 1 : random.nextInt(500_000));
      boolean forged = random.nextInt(6) == 0;
      acts.add(
          new Act.Tell(
              again,
              key,
              forged ? letters.forged(first.event()) : first.event(),
              false,
              interruptions(10)));
    }
  }

  private Duration lateness() {
    return switch (random.nextInt(12)) {
      case 0 -> Duration.ofSeconds(random.nextInt(7200));
      case 1 -> Duration.ofHours(random.nextInt(24 * 10));
      case 2 -> Duration.ofSeconds(-random.nextInt(121));
      case 3 -> Duration.ofMinutes(-3);
      default -> Duration.ZERO;
    };
  }

  private void work(Instant at) {
    if (random.nextInt(10) < 3) {
      return;
    }
    Instant when = near(at);
    workAt(when, Act.Work.Kind.SWEEP);
    for (int i = random.nextInt(4); i > 0; i--) {
      when = when.plus(random.nextBoolean() ? Duration.ofSeconds(random.nextInt(900)) : lease);
      workAt(when, random.nextInt(5) == 0 ? Act.Work.Kind.SWEEP : Act.Work.Kind.DELIVER);
    }
  }

  private void workAt(Instant at, Act.Work.Kind kind) {
    int atMost = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : Integer.MAX_VALUE;
    if (kind == Act.Work.Kind.SWEEP && random.nextInt(12) == 0) {
      race(at);
      return;
    }
    acts.add(new Act.Work(at, random.nextInt(workers), kind, atMost, interruptions(40)));
  }

  /** A sweep in the midst of which somebody does what must stop it. */
  private void race(Instant at) {
    Interruption meanwhile =
        new Interruption(random.nextInt(40), true, Interruption.Kind.OTHERS, 1, Duration.ZERO);
    acts.add(
        new Act.Work(
            at,
            random.nextInt(workers),
            Act.Work.Kind.SWEEP,
            Integer.MAX_VALUE,
            List.of(meanwhile)));
    Instant then = at.plusMillis(1);
    Registration member = fleet.get(random.nextInt(fleet.size()));
    if (random.nextBoolean()) {
      acts.add(new Act.Operate(then, Act.Operate.Hand.KILL, List.of()));
      acts.add(
          new Act.Operate(
              then.plus(Duration.ofHours(1L + random.nextInt(50))),
              Act.Operate.Hand.RESUME,
              List.of()));
    } else {
      Operation pays = member.billing().isSubscription() ? Operation.RENEW : Operation.SETTLE;
      Operation operation = random.nextBoolean() ? Operation.HOLD : pays;
      acts.add(
          new Act.Tell(
              then, member.key(), letters.event(operation, at, breedOf(member)), false, List.of()));
    }
  }

  private Breed breedOf(Registration member) {
    for (Breed breed : breeds) {
      if (breed.policy().id().equals(member.key().product())) {
        return breed;
      }
    }
    throw new IllegalStateException("no breed of " + member.key());
  }

  private void background(Instant until) {
    Instant at = BEGINS.plusSeconds(random.nextInt(86_400));
    int pace = 1 + random.nextInt(4);
    while (at.isBefore(until)) {
      workAt(at, Act.Work.Kind.SWEEP);
      workAt(at.plusSeconds(random.nextInt(3600)), Act.Work.Kind.DELIVER);
      at = at.plusSeconds(1 + random.nextInt(pace * 172_800));
    }
    for (Registration member : fleet) {
      if (random.nextInt(3) == 0) {
        Instant looked = moments.get(random.nextInt(moments.size()));
        acts.add(new Act.TryAgain(near(looked), member.key()));
      }
    }
  }

  private void clockSteps(Instant until) {
    if (random.nextInt(3) > 0) {
      return;
    }
    long span = Duration.between(BEGINS, until).toSeconds();
    for (int i = random.nextInt(2); i >= 0; i--) {
      Instant at = BEGINS.plusSeconds(random.nextLong(span + 1));
      Duration by =
          switch (random.nextInt(4)) {
            case 0 -> Duration.ofMillis(random.nextInt(10_000));
            case 1 -> Duration.ofSeconds(random.nextInt(3600));
            case 2 -> Duration.ofDays(random.nextInt(10));
            default -> Duration.ofHours(random.nextInt(12));
          };
      Duration step = random.nextBoolean() ? by : by.negated();
      acts.add(new Act.ClockStep(at, step));
      Instant noticed = at.plus(Duration.ofHours(random.nextInt(72)));
      if (random.nextInt(3) > 0) {
        // Somebody has looked, and puts it right.
        acts.add(new Act.ClockStep(noticed, step.negated()));
        acts.add(new Act.Operate(noticed.plusSeconds(60), Act.Operate.Hand.ACKNOWLEDGE, List.of()));
      }
    }
  }

  private List<Interruption> interruptions(int calls) {
    if (disturbances.isEmpty() || random.nextInt(100) >= disturbed) {
      return List.of();
    }
    List<Interruption> drawn = new ArrayList<>(2);
    for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
      drawn.add(
          new Interruption(
              random.nextInt(random.nextBoolean() ? Math.min(calls, 8) : calls),
              random.nextBoolean(),
              disturbances.get(random.nextInt(disturbances.size())),
              1 + random.nextInt(3),
              pause()));
    }
    return drawn;
  }

  private Duration pause() {
    return switch (random.nextInt(5)) {
      case 0 -> Duration.ofSeconds(random.nextInt(120));
      case 1 -> lease.plusSeconds(1);
      case 2 -> lease;
      case 3 -> Duration.ofHours(random.nextInt(48));
      default -> MARGIN;
    };
  }

  private Instant near(Instant instant) {
    Instant at = instant.plus(NEAR.get(random.nextInt(NEAR.size())));
    return at.isBefore(BEGINS) ? BEGINS : at;
  }

  /** What the drawer knows of an instance. */
  private record TakenIn(Breed breed, InstanceKey key, String owner, Instant createdAt) {
    RetentionTable table() {
      Instance snapshot =
          Instance.builder()
              .key(key)
              .owner(owner)
              .policy(breed.policy().ref())
              .profile(breed.profile())
              .billing(breed.billing())
              .attributes(breed.attributes())
              .createdAt(createdAt)
              .state(InstanceState.RUNNING, createdAt)
              .recordedAt(createdAt)
              .build();
      return breed.policy().tableFor(snapshot, createdAt);
    }
  }
}
