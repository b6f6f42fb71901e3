package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Child;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.recyclebin.Guarded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws what a plan has beyond lives that begin here, each area in some of the seeds. By throws of
 * its own: what was drawn before stays as it was.
 */
final class ExtraDrawer {
  private static final Duration MARGIN = Interpreter.Settings.DEFAULT.purgeMargin();
  private static final List<SecondLook> SECOND_LOOKS = List.of(SecondLook.values());
  private static final List<Family.Knows> KNOWS = List.of(Family.Knows.values());

  private final Plan plan;
  private final List<Breed> breeds;
  private final SplittableRandom random;
  private final int disturbed;
  private final List<Interruption.Kind> disturbances;
  private final LetterDrawer letters;
  private final List<Registration> fleet;
  private final List<Act> acts;
  private final Map<Integer, Adoption> adoptions = new HashMap<>();
  private final Set<InstanceKey> lockedByOthers = new HashSet<>();
  private final Map<InstanceKey, Instant> replaced = new HashMap<>();
  private final Set<SecondLook> secondLooks = EnumSet.noneOf(SecondLook.class);
  private final List<Family.Knows> knows = new ArrayList<>();
  private int family;
  private Limits locks = Limits.LOCKS;
  private Plan.Tempers tempers;

  ExtraDrawer(Plan plan, List<Breed> breeds, int disturbed, List<Interruption.Kind> disturbances) {
    this.plan = plan;
    this.breeds = breeds;
    this.random = new SplittableRandom(plan.seed() ^ 0x6A09E667F3BCC908L);
    this.disturbed = disturbed;
    this.disturbances = disturbances;
    this.letters = new LetterDrawer(random, "x");
    this.fleet = new ArrayList<>(plan.fleet());
    this.acts = new ArrayList<>(plan.acts());
    this.tempers = plan.tempers();
  }

  Plan draw() {
    if (isDrawn()) {
      adoptions();
    }
    if (isDrawn()) {
      identities();
    }
    if (isDrawn()) {
      children();
    }
    if (isDrawn()) {
      upgrades();
    }
    if (isDrawn()) {
      lockLimits();
    }
    if (isDrawn()) {
      complianceHolds();
    }
    if (isDrawn()) {
      previews();
    }
    if (isDrawn()) {
      snoozes();
    }
    int impossible = 0;
    if (isDrawn()) {
      impossible = 1 + random.nextInt(25);
      dismissals();
    }
    int misnamed = isDrawn() ? 1 + random.nextInt(60) : 0;
    int estranged = isDrawn() ? 1 + random.nextInt(30) : 0;
    int obstacles = isDrawn() ? 1 + random.nextInt(40) : 0;
    if (isDrawn()) {
      plans();
    }
    if (isDrawn()) {
      secondPrincipals();
    }
    acts.sort(Comparator.comparing(Act::at));
    Extras.Moods moods = new Extras.Moods(misnamed, impossible, estranged, obstacles);
    Extras extras =
        new Extras(adoptions, Set.copyOf(secondLooks), locks, replaced, family, knows, moods);
    return plan.with(extras, fleet, acts, tempers);
  }

  private boolean isDrawn() {
    return random.nextInt(5) == 0;
  }

  // What was there before.

  private void adoptions() {
    int members = fleet.size();
    for (int i = 0; i < members; i++) {
      if (random.nextInt(3) > 0) {
        adoption(i);
      }
    }
  }

  private void adoption(int number) {
    Registration said = fleet.get(number);
    Instant at = takenInAt(number);
    RetentionTable table = table(said);
    InstanceState state = state(said, table);
    Instant since = random.nextInt(4) == 0 ? null : at.minus(hours(24 * 40));
    boolean subscription = said.billing().isSubscription();
    Instant expired = state.isLive() ? at.plus(hours(24 * 30)) : at.minus(hours(24 * 40));
    Registration.Builder known =
        Registration.of(said.key(), said.owner(), said.billing())
            .profile(said.profile())
            .attributes(said.attributes())
            .createdAt(at.minus(Duration.ofDays(100)))
            .expiresAt(subscription ? (random.nextInt(8) == 0 ? at : expired) : null);
    Registration registration = known.releaseProtected(said.releaseProtected());
    Adoption.Builder adoption = Adoption.of(registration, state);
    if (since != null) {
      adoption.since(since);
    }
    if (!subscription && random.nextInt(3) > 0) {
      adoption.arrearsSince(at.minus(hours(24 * 20)));
    }
    if (state == InstanceState.RETAINED && !subscription && random.nextBoolean()) {
      adoption.releasedAt(at.minus(hours(24 * 10)));
    }
    if (random.nextInt(3) == 0) {
      Instant promised = at.plus(hours(24 * 40));
      adoption.promisedPurgeAt(promised);
      sweepsAround(promised);
    }
    if (random.nextInt(4) == 0) {
      adoption.hold(hold("kept", at));
    }
    if (state == InstanceState.LOCKED && random.nextInt(3) == 0) {
      adoption.lockedByOthers("its disk is full");
      lockedByOthers.add(said.key());
    }
    if (random.nextInt(4) == 0) {
      adoption.purgeMayComeSooner("operator", "it is long overdue");
    }
    fleet.set(number, registration);
    adoptions.put(number, adoption.build());
    ends(table, state, at, since).forEach(this::sweepsAround);
    if (random.nextInt(4) == 0) {
      // Somebody says it again, and something else of it.
      adoptions.put(fleet.size(), adoption.hold(hold("other", at)).build());
      acts.add(new Act.TakeIn(at.plus(hours(24 * 30)), fleet.size(), interruptions(6)));
      fleet.add(registration);
    }
  }

  private Hold hold(String name, Instant at) {
    return new Hold(name, at.plus(hours(24 * 30)), "operator", "look", random.nextInt(3) == 0);
  }

  private InstanceState state(Registration said, RetentionTable table) {
    List<InstanceState> states = new ArrayList<>(List.of(InstanceState.RUNNING));
    for (Stage stage : table.stages()) {
      if (stage.state() == InstanceState.LOCKED || stage.state() == InstanceState.RETAINED) {
        states.add(stage.state());
        states.add(stage.state());
      }
    }
    Release release = table.handling().release(said.billing());
    if (release != null && release.kept() != null) {
      states.add(InstanceState.RETAINED);
    }
    return states.get(random.nextInt(states.size()));
  }

  /** When the stage ends by the rules, and when after its full span from the adoption. */
  private static List<Instant> ends(
      RetentionTable table, InstanceState state, Instant at, @Nullable Instant since) {
    List<Instant> ends = new ArrayList<>();
    List<Stage> stages = table.stages();
    for (int i = 0; i + 1 < stages.size(); i++) {
      if (stages.get(i).state() == state) {
        for (int j = i + 1; j < stages.size(); j++) {
          Duration span = stages.get(j).after().minus(stages.get(i).after());
          ends.add(at.plus(span));
          if (since != null && since.plus(span).isAfter(at)) {
            ends.add(since.plus(span));
          }
        }
      }
    }
    return ends;
  }

  private Instant takenInAt(int number) {
    for (Act act : plan.acts()) {
      if (act instanceof Act.TakeIn taken && taken.member() == number) {
        return act.at();
      }
    }
    return plan.begins();
  }

  private RetentionTable table(Registration said) {
    Breed breed = breedOf(said);
    Instant at = plan.begins();
    Instance snapshot =
        Instance.builder()
            .key(said.key())
            .owner(said.owner())
            .policy(breed.policy().ref())
            .profile(breed.profile())
            .billing(breed.billing())
            .attributes(breed.attributes())
            .state(InstanceState.RUNNING, at)
            .recordedAt(at)
            .build();
    return breed.policy().tableFor(snapshot, at);
  }

  private Breed breedOf(Registration said) {
    for (Breed breed : breeds) {
      if (breed.policy().id().equals(said.key().product())
          && breed.profile().equals(said.profile())
          && breed.billing().equals(said.billing())
          && breed.attributes().equals(said.attributes())) {
        return breed;
      }
    }
    throw new IllegalStateException("no breed of " + said.key());
  }

  // Who it is, and what goes with it.

  private void identities() {
    for (int i = 0; i < fleet.size(); i++) {
      if (random.nextInt(4) > 0) {
        Registration said = fleet.get(i);
        again(i, like(said).identity("incarnation of " + said.key().id()));
        if (random.nextInt(6) == 0) {
          replaced.put(said.key(), near());
        }
      }
    }
  }

  private void children() {
    for (int i = 0; i < fleet.size(); i++) {
      if (random.nextInt(3) > 0) {
        Registration.Builder parent = like(fleet.get(i));
        drawnChildren().forEach(child -> parent.child(child.kind(), child.id()));
        again(i, parent);
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      acts.add(
          new Deed.SetChildren(near(), member(), drawnChildren(), "keeper" + i, interruptions(8)));
    }
  }

  private List<Child> drawnChildren() {
    List<Child> children = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      children.add(new Child(random.nextBoolean() ? "shard" : "disk", "c" + random.nextInt(4)));
    }
    return children;
  }

  private static Registration.Builder like(Registration said) {
    Registration.Builder like =
        Registration.of(said.key(), said.owner(), said.billing())
            .profile(said.profile())
            .attributes(said.attributes())
            .identity(said.identity())
            .createdAt(said.createdAt())
            .expiresAt(said.expiresAt());
    said.children().forEach(child -> like.child(child.kind(), child.id()));
    return like;
  }

  private void again(int number, Registration.Builder changed) {
    Registration registration = changed.releaseProtected(fleet.get(number).releaseProtected());
    fleet.set(number, registration);
    Adoption before = adoptions.get(number);
    if (before != null) {
      adoptions.put(number, like(before, registration));
    }
  }

  private static Adoption like(Adoption before, Registration registration) {
    Adoption.Builder like = Adoption.of(registration, before.state());
    if (before.since() != null) {
      like.since(before.since());
    }
    if (before.arrearsSince() != null) {
      like.arrearsSince(before.arrearsSince());
    }
    if (before.releasedAt() != null) {
      like.releasedAt(before.releasedAt());
    }
    if (before.promisedPurgeAt() != null) {
      like.promisedPurgeAt(before.promisedPurgeAt());
    }
    before.holds().forEach(like::hold);
    if (before.lockedByOthers() != null) {
      like.lockedByOthers(before.lockedByOthers());
    }
    if (before.purgeMayComeSooner()) {
      like.purgeMayComeSooner("operator", "it is long overdue");
    }
    return like.build();
  }

  // Which rules.

  private void upgrades() {
    family = 1 + random.nextInt(Family.count() - 1);
    int engines = Run.engines(plan);
    for (int i = 0; i < engines; i++) {
      knows.add(random.nextInt(4) == 0 ? drawnKnowledge() : Family.Knows.FIRST);
      for (int j = random.nextInt(3); j > 0; j--) {
        acts.add(new Deed.Upgrade(near(), i, drawnKnowledge()));
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      InstanceKey key = member();
      if (!lockedByOthers.contains(key)) {
        acts.add(new Deed.Repin(near(), key, "keeper" + i, random.nextBoolean(), interruptions(8)));
      }
    }
    if (random.nextInt(3) == 0) {
      acts.add(new Deed.Impostor(near()));
    }
  }

  private Family.Knows drawnKnowledge() {
    return KNOWS.get(random.nextInt(KNOWS.size()));
  }

  // Who may.

  private void lockLimits() {
    Duration window = Duration.ofHours(1L + random.nextInt(72));
    locks = new Limits(1 + random.nextInt(2), 100, 0, window);
    for (int i = random.nextInt(4); i > 0; i--) {
      acts.add(new Deed.ConfirmLocks(near(), interruptions(12)));
    }
    if (random.nextInt(4) == 0) {
      Guarded kind = random.nextBoolean() ? Guarded.LOCK : Guarded.PURGE;
      acts.add(new Deed.ChangeLimits(near(), kind, random.nextInt(4), interruptions(8)));
    }
  }

  private void secondPrincipals() {
    while (secondLooks.isEmpty()) {
      SECOND_LOOKS.stream().filter(act -> random.nextBoolean()).forEach(secondLooks::add);
    }
    for (Act act : List.copyOf(acts)) {
      boolean asks =
          act instanceof Act.Tell
              || act instanceof Deed.Repin
              || act instanceof Deed.ChangeLimits
              || act instanceof Act.Operate;
      if (asks && random.nextInt(3) == 0) {
        String by = random.nextInt(5) == 0 ? whoAsks(act) : "second";
        acts.add(
            new Deed.SecondPrincipal(
                act.at().plusSeconds(1 + random.nextInt(random.nextBoolean() ? 60 : 300_000)),
                by,
                random.nextInt(5) > 0,
                random.nextInt(4),
                interruptions(12)));
      }
    }
  }

  private static String whoAsks(Act act) {
    if (act instanceof Act.Tell letter) {
      return String.valueOf(letter.event().by());
    }
    return act instanceof Deed.Repin repin ? repin.by() : "operator";
  }

  private void complianceHolds() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      Registration said = fleet.get(random.nextInt(fleet.size()));
      Instant at = near();
      @Nullable Instant until = random.nextInt(6) == 0 ? null : at.plus(hours(24 * 30));
      tell(said, letters.holding(at, until, true), at);
      for (int j = random.nextInt(3); j >= 0; j--) {
        Instant then = at.plus(hours(24 * 20));
        @Nullable Instant other = random.nextInt(6) == 0 ? null : then.plus(hours(24 * 20));
        switch (random.nextInt(4)) {
          case 0 -> tell(said, letters.event(Operation.UNHOLD, then, breedOf(said)), then);
          case 1 -> {
            tell(said, letters.event(Operation.FORGET, then, breedOf(said)), then);
            int number = fleet.indexOf(said);
            acts.add(new Act.TakeIn(then.plus(hours(24 * 5)), number, interruptions(6)));
          }
          default -> tell(said, letters.holding(then, other, random.nextBoolean()), then);
        }
      }
    }
  }

  private void snoozes() {
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      Instant at = near();
      tell(
          fleet.get(random.nextInt(fleet.size())),
          letters.snoozing(at, at.plus(hours(24 * 60))),
          at);
    }
  }

  // What is looked at, planned and dropped.

  private void previews() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      Registration said = fleet.get(random.nextInt(fleet.size()));
      Breed breed = breedOf(said);
      Operation back =
          breed.policy().operations().contains(Operation.RESTORE)
              ? Operation.RESTORE
              : Operation.REBUILD;
      Instant at = near();
      acts.add(new Deed.Preview(at, said.key(), letters.event(back, at, breed)));
    }
    acts.add(new Deed.Reconcile(near(), random.nextInt(fleet.size())));
  }

  private void dismissals() {
    for (int i = 2 + random.nextInt(6); i >= 0; i--) {
      acts.add(new Deed.Dismiss(near(), member(), interruptions(10)));
    }
  }

  private void plans() {
    for (int i = random.nextInt(5); i >= 0; i--) {
      Instant made = near();
      acts.add(new Deed.MakePlan(made, i));
      Instant done = random.nextBoolean() ? made.plusSeconds(1) : made.plus(hours(24 * 10));
      int worker = random.nextInt(plan.workers());
      acts.add(new Deed.CarryOut(done, worker, i, interruptions(30)));
    }
  }

  // The rest.

  private void tell(Registration said, Event letter, Instant at) {
    acts.add(new Act.Tell(at, said.key(), letter, false, interruptions(10)));
  }

  private InstanceKey member() {
    return fleet.get(random.nextInt(fleet.size())).key();
  }

  /** About when something happens anyhow. */
  private Instant near() {
    Instant at = plan.acts().get(random.nextInt(plan.acts().size())).at();
    return switch (random.nextInt(4)) {
      case 0 -> at;
      case 1 -> at.plusSeconds(1);
      case 2 -> at.plusSeconds(random.nextInt(7_200));
      default -> at.plus(hours(72));
    };
  }

  private Duration hours(int below) {
    return Duration.ofHours(random.nextInt(below));
  }

  private void sweepsAround(Instant due) {
    for (Duration after : List.of(Duration.ZERO, MARGIN, Duration.ofDays(1))) {
      if (random.nextBoolean()) {
        int worker = random.nextInt(plan.workers());
        acts.add(work(due.plus(after), worker, Act.Work.Kind.SWEEP));
        acts.add(work(due.plus(after).plusSeconds(60), worker, Act.Work.Kind.DELIVER));
      }
    }
  }

  private Act.Work work(Instant at, int worker, Act.Work.Kind kind) {
    return new Act.Work(at, worker, kind, Integer.MAX_VALUE, interruptions(40));
  }

  private List<Interruption> interruptions(int calls) {
    if (disturbances.isEmpty() || random.nextInt(100) >= disturbed) {
      return List.of();
    }
    Interruption.Kind kind = disturbances.get(random.nextInt(disturbances.size()));
    return List.of(
        new Interruption(
            random.nextInt(calls),
            random.nextBoolean(),
            kind,
            1 + random.nextInt(3),
            Duration.ofMinutes(random.nextInt(600))));
  }
}
