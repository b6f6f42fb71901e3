package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Has billing say more of owners than that they are in arrears: settlements, messages that come
 * twice, late, out of order or with other content, and two that contradict each other at once; of
 * owners who have instances, who get their first one later, or whose last one is long gone.
 */
final class OwnerTalk {
  private static final long APART = 0x0A17_0E45_7A8DL;
  private static final int CALLS = 16;

  private final Plan plan;
  private final SplittableRandom random;
  private final LetterDrawer letters;
  private final List<Registration> fleet;
  private final List<Act> acts;
  private final Map<Integer, Adoption> adoptions;
  private final int disturbed;
  private int forged;

  private OwnerTalk(Plan plan, SplittableRandom random) {
    this.plan = plan;
    this.random = random;
    this.letters = new LetterDrawer(random, "o");
    this.fleet = new ArrayList<>(plan.fleet());
    this.acts = new ArrayList<>(plan.acts());
    this.adoptions = new HashMap<>(plan.extras().adoptions());
    this.disturbed = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(70);
  }

  /** The same plan, in one of three seeds with such talk. */
  static Plan added(Plan plan) {
    SplittableRandom random = new SplittableRandom(plan.seed() ^ APART);
    return random.nextInt(3) > 0 || plan.acts().isEmpty()
        ? plan
        : new OwnerTalk(plan, random).added();
  }

  private Plan added() {
    TreeSet<String> owners = new TreeSet<>();
    plan.fleet().forEach(said -> owners.add(said.owner()));
    // Nobody has anything of it at first.
    owners.add("newcomer");
    for (String owner : owners) {
      if (random.nextInt(4) > 0) {
        talk(owner);
      }
    }
    acts.sort(Comparator.comparing(Act::at));
    Extras was = plan.extras();
    Extras extras =
        new Extras(
            adoptions,
            was.secondLooks(),
            was.locks(),
            was.replaced(),
            was.family(),
            was.knows(),
            was.moods());
    return plan.with(extras, fleet, acts, plan.tempers());
  }

  private void talk(String owner) {
    Instant at = plan.acts().get(random.nextInt(plan.acts().size())).at();
    boolean owes = false;
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      // Now and then it is said of who owes that it does, and of who does not that it has paid.
      owes = (random.nextInt(5) == 0) == owes;
      message(owner, owes, at);
      if (random.nextInt(3) == 0) {
        takenIn(owner, at.plus(random.nextBoolean() ? Duration.ofSeconds(1) : span()));
      }
      at = at.plus(span());
    }
    if (random.nextInt(3) == 0) {
      // When whatever it had is gone.
      takenIn(owner, at.plus(Duration.ofDays(90)));
    }
  }

  private void message(String owner, boolean owes, Instant at) {
    Operation operation = owes ? Operation.ARREARS : Operation.SETTLE;
    Event event = letters.event(operation, dated(at));
    List<Interruption> meanwhile = new ArrayList<>(interruptions());
    if (random.nextInt(4) == 0) {
      // Another desk says the contrary while this one stands between reading and writing.
      meanwhile.add(
          new Interruption(
              random.nextInt(8), random.nextBoolean(), Interruption.Kind.OTHERS, 1, Duration.ZERO));
      Instant then = at.plusMillis(1);
      Operation contrary = owes ? Operation.SETTLE : Operation.ARREARS;
      tell(owner, letters.event(contrary, random.nextBoolean() ? at : then), then, List.of());
    }
    tell(owner, event, at, meanwhile);
    while (random.nextInt(5) < 2) {
      Event again = random.nextInt(5) == 0 ? other(event) : event;
      tell(owner, again, at.plus(span()), interruptions());
    }
  }

  private void tell(String owner, Event event, Instant at, List<Interruption> interruptions) {
    acts.add(new Act.TellOwner(at, owner, event, interruptions));
  }

  /** The same id with other content. */
  private Event other(Event event) {
    boolean arrears = event.operation().equals(Operation.ARREARS);
    Operation contrary = arrears ? Operation.SETTLE : Operation.ARREARS;
    Instant at = event.at();
    Operation operation = random.nextBoolean() ? contrary : event.operation();
    return Event.builder(operation, random.nextBoolean() ? at : at.plusSeconds(1))
        .id(event.id())
        .by("forger" + event.by() + forged++)
        .build();
  }

  private void takenIn(String owner, Instant at) {
    int like = random.nextInt(plan.fleet().size());
    Registration said = plan.fleet().get(like);
    int number = fleet.size();
    Registration registration =
        Registration.of(said.key().withId("o" + number), owner, said.billing())
            .profile(said.profile())
            .attributes(said.attributes())
            .createdAt(at)
            .expiresAt(said.billing().isSubscription() ? at.plus(Duration.ofDays(30)) : null)
            .releaseProtected(false);
    fleet.add(registration);
    if (random.nextInt(4) == 0) {
      adoptions.put(number, Adoption.of(registration, InstanceState.RUNNING).build());
    }
    acts.add(new Act.TakeIn(at, number, interruptions()));
  }

  private Instant dated(Instant at) {
    return switch (random.nextInt(10)) {
      case 0 -> at.minus(Duration.ofDays(random.nextInt(20)));
      case 1 -> at.minusSeconds(random.nextInt(7_200));
      case 2 -> at.plusSeconds(random.nextInt(121));
      case 3 -> at.plus(Duration.ofMinutes(3));
      default -> at;
    };
  }

  private Duration span() {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofMillis(1 + random.nextInt(2_000));
      case 1 -> Duration.ofSeconds(random.nextInt(90_000));
      case 2 -> Duration.ofHours(random.nextInt(24 * 10));
      default -> Duration.ofHours(random.nextInt(24 * 60));
    };
  }

  private List<Interruption> interruptions() {
    if (random.nextInt(100) >= disturbed) {
      return List.of();
    }
    Interruption.Kind[] kinds = Interruption.Kind.values();
    return List.of(
        new Interruption(
            random.nextInt(CALLS),
            random.nextBoolean(),
            kinds[random.nextInt(kinds.length)],
            1 + random.nextInt(2),
            Duration.ofSeconds(random.nextInt(random.nextBoolean() ? 120 : 90_000))));
  }
}
