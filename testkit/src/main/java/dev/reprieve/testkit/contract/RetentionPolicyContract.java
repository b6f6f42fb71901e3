package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Offers;
import dev.reprieve.policy.Permission;
import dev.reprieve.policy.PolicyCodec;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.PurgeStep;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.policy.Verdict;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.testkit.Invariants;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import dev.reprieve.testkit.Step;
import dev.reprieve.testkit.TestHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every retention policy promises. Its author extends this class, names the provider, and
 * writes down by hand what must come of some lives; JUnit does the rest.
 *
 * <p>The author's scenarios prove that the tables say what the vendor says. Everything else is
 * proved by random histories in virtual time: so many for each policy, over every combination of
 * profile, billing mode and closed attribute values, with pauses that crowd around the boundaries
 * of the tables. One seed decides all of them. A history that breaks a rule is told in full, with
 * every step left out that the breach does not need.
 *
 * <p>Nothing here sleeps, reads a wall clock or begins a thread.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RetentionPolicyContract {
  private static final Interpreter INTERPRETER = new Interpreter(Interpreter.Settings.SIMULATION);
  private static final Duration OUTAGE = Duration.ofDays(400);

  /** As many variants as a step has. */
  private static final int VARIANTS = 20;

  /** Of the checks that ask a lot of each history, so many histories are enough. */
  private static final int SOME = 200;

  /** What sounds as if data were lost by it. */
  private static final Pattern DESTRUCTIVE_WORD =
      Pattern.compile("DELETE|DESTROY|DROP|ERASE|PURGE|REMOVE_DATA|SHRED|TRUNCATE|WIPE");

  private static final Set<InstanceState> STAYS_UNTOLD =
      Set.of(InstanceState.LOCKED, InstanceState.RETAINED);

  private @Nullable List<History> lived;

  /** For subclasses. */
  protected RetentionPolicyContract() {}

  /** The provider, made anew as {@link ServiceLoader} would make it. */
  protected abstract RetentionPolicyProvider provider();

  /**
   * Lives and what must come of them, written by hand from the vendor's page. Every stage of every
   * table must be entered in one of them.
   */
  protected abstract List<Scenario> scenarios();

  /** Values for the attributes that a rule needs and that are no closed choice; none. */
  protected Attributes openAttributes() {
    return Attributes.empty();
  }

  /**
   * The digest of each version that has been released, so that nobody changes a table and keeps the
   * version (ALL-08); none.
   */
  protected Map<Integer, String> digests() {
    return Map.of();
  }

  /** How many random histories each policy goes through; 1,000. */
  protected int histories() {
    return 1_000;
  }

  /** What decides the random histories; always the same, so that a failure comes again. */
  protected long seed() {
    return 1L;
  }

  private List<RetentionPolicy> policies() {
    return provider().policies();
  }

  private List<Subject> subjects() {
    List<Subject> all = new ArrayList<>();
    policies().forEach(policy -> all.addAll(Subject.all(policy, openAttributes())));
    return all;
  }

  private List<History> lived() {
    if (lived == null) {
      List<History> all = new ArrayList<>();
      Random random = new Random(seed());
      for (RetentionPolicy policy : policies()) {
        List<Subject> subjects = Subject.all(policy, openAttributes());
        for (int i = 0; i < histories(); i++) {
          all.add(History.random(subjects.get(i % subjects.size()), random));
        }
      }
      lived = all;
    }
    return lived;
  }

  private void each(Consumer<History> check) {
    each(Integer.MAX_VALUE, check);
  }

  private void each(int most, Consumer<History> check) {
    for (History history : lived().subList(0, Math.min(most, lived().size()))) {
      if (History.failure(history, check) != null) {
        History shortest = history.shrunk(check);
        AssertionError breach = History.failure(shortest, check);
        throw new AssertionError(
            (breach == null ? "it fails only now and then" : breach.getMessage())
                + "\nin "
                + shortest
                + "\n(seed "
                + seed()
                + ")",
            breach);
      }
    }
  }

  // What the author says.

  /** The author's scenarios come out as they are written, line by line. */
  @TestFactory
  Stream<DynamicTest> theScenariosComeOutAsTheyAreWritten() {
    assertThat(scenarios()).as("scenarios of the author's own").isNotEmpty();
    return scenarios().stream()
        .map(
            scenario ->
                dynamicTest(
                    scenario.name(),
                    () ->
                        assertThat(scenario.life().lines().stream().map(Line::told).toList())
                            .as(scenario.name())
                            .containsExactlyElementsOf(scenario.expected())));
  }

  /** No stage of any table of the latest policy is there untold. */
  @Test
  void everyStageIsEnteredInAScenario() {
    Set<String> told = new TreeSet<>();
    for (Scenario scenario : scenarios()) {
      for (Line line : scenario.life().lines()) {
        if (line.decision() != null) {
          Instance after = line.decision().after();
          told.add(place(after.profile(), line.decision().transition(), line.to()));
        }
      }
    }
    Set<String> untold = new TreeSet<>();
    for (Profile profile : latest().profiles().values()) {
      for (RetentionTable table : profile.tables()) {
        for (Stage stage : table.stages()) {
          String place = place(profile.name(), table.name() + ": ", stage.state());
          if (!told.contains(place)) {
            untold.add(place);
          }
        }
      }
    }
    assertThat(untold).as("stages that no scenario enters").isEmpty();
  }

  private static String place(String profile, String transition, @Nullable InstanceState state) {
    return profile + ", " + transition.substring(0, transition.indexOf(": ")) + ", " + state;
  }

  private RetentionPolicy latest() {
    RetentionPolicy latest = policies().get(0);
    for (RetentionPolicy policy : policies()) {
      latest = policy.version() > latest.version() ? policy : latest;
    }
    return latest;
  }

  // The policy as a thing.

  /** A host that has the artifact on its path finds the policies (by what is registered). */
  @Test
  void isFoundByServiceLoader() {
    Class<?> type = provider().getClass();
    ClassLoader loader = type.getClassLoader();
    assertThat(
            ServiceLoader.load(RetentionPolicyProvider.class, loader).stream()
                .map(ServiceLoader.Provider::type)
                .toList())
        .as("providers that are registered; list yours in META-INF/services and module-info")
        .anyMatch(type::equals);
    PolicyRegistry found = PolicyRegistry.discover(loader);
    List<PolicyRef> refs = found.all().stream().map(RetentionPolicy::ref).toList();
    assertThat(refs).containsAll(policies().stream().map(RetentionPolicy::ref).toList());
  }

  /** The same content each time, and under a released version what was released. */
  @Test
  @Tag("ALL-08")
  void theDigestIsStable() {
    assertThat(policies()).as("policies of the provider").isNotEmpty();
    assertThat(policies().stream().map(RetentionPolicy::ref).toList())
        .as("asked again, the provider gives other policies")
        .isEqualTo(policies().stream().map(RetentionPolicy::ref).toList());
    for (RetentionPolicy policy : policies()) {
      assertThat(policy.digest())
          .as("%s has changed and kept its version", policy)
          .isEqualTo(digests().getOrDefault(policy.version(), policy.digest()));
    }
  }

  /** What a store keeps of it rules as it does itself. */
  @Test
  @Tag("ALL-08")
  void itSurvivesBeingStored() {
    Map<PolicyRef, RetentionPolicy> read = new HashMap<>();
    for (RetentionPolicy policy : policies()) {
      RetentionPolicy again = PolicyCodec.read(PolicyCodec.write(policy));
      assertThat(again.ref()).isEqualTo(policy.ref());
      assertThat(PolicyCodec.write(again)).isEqualTo(PolicyCodec.write(policy));
      read.put(policy.ref(), again);
    }
    each(
        SOME,
        history -> {
          Subject one = history.subject();
          RetentionPolicy again = Objects.requireNonNull(read.get(one.policy().ref()));
          Subject other = new Subject(again, one.profile(), one.billing(), one.attributes());
          assertThat(told(other.life(history.steps()).lines())).isEqualTo(told(history.lines()));
        });
  }

  private static List<String> told(List<Line> lines) {
    return lines.stream().map(Line::told).toList();
  }

  /** Every combination of what an instance can be is taken in, and has its table. */
  @Test
  @Tag("ALL-13")
  void everyCombinationIsRuled() {
    for (Subject subject : subjects()) {
      TestHost host = hostOf(subject);
      assertThat(host.engine().problems(subject.life().registration()))
          .as("%s: give open attributes by openAttributes()", subject)
          .isEmpty();
      host.register(subject.life().registration());
      try {
        assertThat(subject.table()).isNotNull();
      } catch (UnruledInstanceException unruled) {
        fail(subject + " is taken in and has no table", unruled);
      }
    }
  }

  /** What a rule needs and is not said, or not readable, is refused by its name. */
  @Test
  @Tag("ALL-13")
  void whatARuleNeedsIsNeverGuessed() {
    for (Subject subject : subjects()) {
      for (Requirement requirement : subject.policy().requirements()) {
        String name = requirement.key().name();
        if (subject.attributes().text(name) == null) {
          continue;
        }
        Attributes without = subject.attributes().without(name);
        refuses(subject, without, name, RefusalCode.MISSING_ATTRIBUTE);
        if (!requirement.key().choices().isEmpty()) {
          Attributes unknown = without.withText(name, "no value of this attribute");
          refuses(subject, unknown, name, RefusalCode.INVALID_ATTRIBUTE);
        }
      }
    }
  }

  /** What tells tables apart is needed: its absence must not choose a table. */
  @Test
  @Tag("ALL-13")
  void whatTellsTablesApartIsNeeded() {
    for (RetentionPolicy policy : policies()) {
      Set<String> asked = new TreeSet<>();
      for (Profile profile : policy.profiles().values()) {
        profile.tables().forEach(table -> named(table.when(), asked));
      }
      policy.restrictions().forEach(restriction -> named(restriction.when(), asked));
      Set<String> needed = new TreeSet<>();
      policy.requirements().forEach(requirement -> needed.add(requirement.key().name()));
      asked.removeAll(needed);
      assertThat(asked)
          .as("%s asks of these attributes and requires them nowhere", policy)
          .isEmpty();
    }
  }

  private static void named(Condition condition, Set<String> names) {
    if (condition instanceof Condition.AttributeIn in) {
      names.add(in.attribute());
    } else if (condition instanceof Condition.AttributePrefixIn prefix) {
      names.add(prefix.attribute());
    } else if (condition instanceof Condition.AllOf all) {
      all.conditions().forEach(part -> named(part, names));
    } else if (condition instanceof Condition.AnyOf any) {
      any.conditions().forEach(part -> named(part, names));
    } else if (condition instanceof Condition.Not not) {
      named(not.condition(), names);
    }
  }

  private static void refuses(
      Subject subject, Attributes attributes, String name, RefusalCode code) {
    Subject lacking =
        new Subject(subject.policy(), subject.profile(), subject.billing(), attributes);
    Reprieve engine = hostOf(subject).engine();
    assertThat(engine.problems(lacking.life().registration()))
        .as("%s without a sound %s", subject, name)
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .contains(tuple(name, code));
    assertThat(engine.register(lacking.life().registration()).kind())
        .isEqualTo(Answer.Kind.REFUSED);
  }

  private static TestHost hostOf(Subject subject) {
    return TestHost.at(Subject.CREATED, Interpreter.Settings.SIMULATION, subject.policy());
  }

  // What the tables say.

  /** An effect that deletes says so, and one name means one thing within a table. */
  @Test
  @Tag("ALL-15")
  void nothingDestructiveIsCalledHarmless() {
    eachTable(
        (place, table) -> {
          Map<String, EffectType> byName = new HashMap<>();
          for (EffectType type : effectsOf(table.handling())) {
            assertThat(type.destructive() || !DESTRUCTIVE_WORD.matcher(type.name()).find())
                .as("%s: %s is called harmless", place, type)
                .isTrue();
            EffectType other = byName.putIfAbsent(type.name(), type);
            assertThat(other == null || other.equals(type))
                .as(
                    "%s: %s is called harmless in one place and destructive in another",
                    place, type)
                .isTrue();
          }
        });
  }

  /** The machine is not released into the bin before a backup is taken or verified. */
  @Test
  @Tag("SAF-06")
  void nothingIsReleasedIntoTheBinBeforeItsBackup() {
    eachTable(
        (place, table) -> {
          List<String> names =
              table.handling().effectsOfEntering(InstanceState.RETAINED).stream()
                  .map(EffectType::name)
                  .toList();
          int released = names.indexOf(EffectType.RELEASE_COMPUTE.name());
          boolean backedUp =
              names.contains(EffectType.TAKE_BACKUP.name())
                  || names.contains(EffectType.VERIFY_BACKUP.name());
          assertThat(released < 0 || backedUp)
              .as("%s: what would the bin keep after %s?", place, names)
              .isTrue();
        });
  }

  /** Nobody's data goes without a word: the owner is told on entry of each stage and of the end. */
  @Test
  @Tag("SAF-04")
  void theOwnerIsToldOnTheWay() {
    eachTable(
        (place, table) -> {
          Handling handling = table.handling();
          for (Stage stage : table.stages()) {
            if (STAYS_UNTOLD.contains(stage.state())) {
              assertThat(handling.effectsOfEntering(stage.state()))
                  .as("%s: entering %s", place, stage.state())
                  .contains(EffectType.NOTIFY_OWNER);
            } else if (stage.state() == InstanceState.PURGED) {
              assertThat(handling.purge().stream().map(PurgeStep::type))
                  .as("%s: purging", place)
                  .contains(EffectType.NOTIFY_OWNER);
            }
          }
        });
  }

  private interface TableCheck {
    void check(String place, RetentionTable table);
  }

  private void eachTable(TableCheck check) {
    for (RetentionPolicy policy : policies()) {
      for (Profile profile : policy.profiles().values()) {
        for (RetentionTable table : profile.tables()) {
          check.check(policy + ", " + profile.name() + ", " + table.name(), table);
        }
      }
    }
  }

  private static Set<EffectType> effectsOf(Handling handling) {
    Set<EffectType> all = new LinkedHashSet<>();
    handling.entering().values().forEach(all::addAll);
    handling.permissions().stream().map(Permission::effects).forEach(all::addAll);
    handling.purge().forEach(step -> all.add(step.type()));
    return all;
  }

  /** Each stage begins at its very instant, to the microsecond, if nobody pays. */
  @Test
  @Tag("ALL-02")
  @Tag("ALL-03")
  void theTablePassesAsItStands() {
    subjects().forEach(LifeRules::theTablePassesAsItStands);
  }

  /** Paying in the LOCK stage brings back, and undoes exactly what the lock did (SCN-12). */
  @Test
  @Tag("ALL-11")
  void payingBringsBackWhatIsLocked() {
    for (Subject subject : subjects()) {
      for (Line line : subject.unpaid().lines()) {
        if (line.to() == InstanceState.LOCKED && line.from() != InstanceState.LOCKED) {
          paying(subject, line);
        }
      }
    }
  }

  private static void paying(Subject subject, Line locked) {
    Instant at = locked.at().plus(Duration.ofMinutes(1));
    Life life = subject.unpaid();
    Line paid =
        (subject.billing().isSubscription()
                ? life.at(at).renew(at.plus(Duration.ofDays(30)).toString())
                : life.at(at).settle())
            .until(at.toString())
            .last();
    assertThat(paid.refused()).as("%s: what is locked is lost: %s", subject, paid).isFalse();
    assertThat(paid.to()).as("%s: %s", subject, paid.told()).isEqualTo(InstanceState.RUNNING);
    undoes(paid, locked, EffectType.LOCK_ACCESS, EffectType.UNLOCK_ACCESS);
    undoes(paid, locked, EffectType.SUSPEND_BILLING, EffectType.RESUME_BILLING);
  }

  private static void undoes(Line paid, Line locked, EffectType done, EffectType undone) {
    assertThat(paid.effects().contains(undone.name()))
        .as("%s in %s, after %s", undone, paid.told(), locked.told())
        .isEqualTo(locked.effects().contains(done.name()));
  }

  /** A release that ends in a purge at once needs to be confirmed, and says so beforehand. */
  @Test
  @Tag("ALL-17")
  void aFinalReleaseNeedsConfirmation() {
    for (Subject subject : subjects()) {
      Release release = subject.table().handling().release(subject.billing());
      if (release == null || !release.isFinal()) {
        continue;
      }
      Instant at = Subject.CREATED.plus(Duration.ofDays(1));
      Instant before = subject.billing().isSubscription() ? Subject.T.minusSeconds(1) : at;
      Line unconfirmed = subject.life().at(before).release().until(before.toString()).last();
      assertThat(unconfirmed.refusal()).as("%s: %s", subject, unconfirmed.told()).isNotNull();
      Line confirmed = subject.life().at(before).releaseForGood().until(before.toString()).last();
      assertThat(confirmed.refused() ? null : confirmed.to())
          .as("%s: %s", subject, confirmed.told())
          .isIn(null, InstanceState.PURGED);
    }
  }

  // What holds for every history.

  /** No stage and no purge ends before its span, nor before what was shown. */
  @Test
  @Tag("ALL-01")
  void nothingComesEarly() {
    each(LifeRules::nothingComesEarly);
  }

  /** Only time leads on, in order, leaving no stage out; nothing is purged under a hold. */
  @Test
  @Tag("ALL-02")
  void stagesComeInOrder() {
    each(history -> Invariants.check(history.life(), history.subject().stages()));
  }

  /** {@code PURGED} is terminal. */
  @Test
  @Tag("ALL-04")
  void purgedIsTheEnd() {
    each(SOME, LifeRules::purgedIsTheEnd);
  }

  /** An event with an id that comes again gets the first answer and changes nothing. */
  @Test
  @Tag("ALL-05")
  void anEventThatComesAgainChangesNothing() {
    each(
        SOME,
        history -> {
          TestHost host = hostOf(history.subject());
          InstanceKey key = host.register(history.life().registration());
          for (Event event : withIds(history.events())) {
            host.runTo(event.at());
            Answer first = host.engine().report(key, event);
            Instance before = host.instance(key);
            int ordered = host.engine().repository().openEffects(key).size();
            Answer again = host.engine().report(key, event);
            assertThat(again.repeated()).as("%s came again", event).isTrue();
            assertThat(again.kind()).isEqualTo(first.kind());
            assertThat(again.refusal()).isEqualTo(first.refusal());
            assertThat(host.instance(key)).as("%s came again", event).isEqualTo(before);
            assertThat(host.engine().repository().openEffects(key)).hasSize(ordered);
          }
        });
  }

  private static List<Event> withIds(List<Event> events) {
    List<Event> all = new ArrayList<>();
    for (Event event : events) {
      all.add(
          Event.builder(event.operation(), event.at())
              .id("e-" + all.size())
              .until(event.until())
              .newId(event.newId())
              .overrides(event.overrides())
              .name(event.name())
              .value(event.value())
              .confirm(event.confirm())
              .build());
    }
    return all;
  }

  /** A clock that steps back undoes nothing, and nothing is recorded before what was. */
  @Test
  @Tag("ALL-06")
  void aClockThatStepsBackUndoesNothing() {
    each(
        SOME,
        history -> {
          TestHost host = hostOf(history.subject());
          InstanceKey key = host.register(history.life().registration());
          for (Event event : history.events()) {
            host.runTo(event.at());
            host.engine().report(key, event);
          }
          host.runTo(host.engine().repository().now());
          Instance before = host.instance(key);
          host.clock(Subject.CREATED.toString());
          host.engine().sweep();
          host.engine().deliver();
          assertThat(host.instance(key)).as("the clock stepped back").isEqualTo(before);
          host.engine().report(key, Event.of(Operation.PROTECT, Subject.CREATED));
          assertThat(host.instance(key).recordedAt()).isAfterOrEqualTo(before.recordedAt());
        });
  }

  /** What is refused changes nothing. */
  @Test
  @Tag("ALL-04")
  @Tag("ALL-10")
  void whatIsRefusedChangesNothing() {
    each(SOME, history -> Invariants.refusalsChangeNothing(history.life()));
  }

  /** Effects come in their fixed order, under the keys of their decision. */
  @Test
  @Tag("ALL-09")
  void effectsAreOrderedAndKeyed() {
    each(LifeRules::effectsAreOrderedAndKeyed);
  }

  /** Nothing destructive is handed out under a hold, of a release or of a purge. */
  @Test
  @Tag("ALL-10")
  @Tag("ALL-15")
  void aHoldWithholdsWhatDestroys() {
    each(SOME, this::lookAtWhatIsHandedOut);
  }

  private void lookAtWhatIsHandedOut(History history) {
    TestHost host = hostOf(history.subject());
    // The holds are noted here, beside the engine's own.
    Map<String, Instant> holds = new HashMap<>();
    List<String> breaches = new ArrayList<>();
    for (RetentionTable table : tablesOf(history.subject())) {
      for (EffectType type : effectsOf(table.handling())) {
        if (type.destructive() || DESTRUCTIVE_WORD.matcher(type.name()).find()) {
          host.answers(
              type.name(),
              request -> {
                Instant now = host.engine().repository().now();
                if (request.effect().type().destructive()
                    && request.effect().key().instance().id().equals(Life.ID)
                    && holds.values().stream().anyMatch(now::isBefore)) {
                  breaches.add(type + " at " + now + " under " + holds);
                }
                return EffectResult.done();
              });
        }
      }
    }
    InstanceKey key = host.register(history.life().registration());
    for (Event event : history.events()) {
      host.runTo(event.at());
      if (host.engine().report(key, event).isApplied()) {
        note(holds, event);
      }
    }
    host.runTo(host.engine().repository().now().plus(OUTAGE));
    assertThat(breaches).as("handed out under a hold").isEmpty();
  }

  private static List<RetentionTable> tablesOf(Subject subject) {
    return Objects.requireNonNull(subject.policy().profiles().get(subject.profile())).tables();
  }

  private static void note(Map<String, Instant> holds, Event event) {
    String name = event.name() == null ? "hold" : event.name();
    if (event.operation().equals(Operation.HOLD)) {
      holds.put(name, event.until() == null ? Instant.MAX : event.until());
    } else if (event.operation().equals(Operation.UNHOLD) && event.name() == null) {
      holds.clear();
    } else if (event.operation().equals(Operation.UNHOLD)) {
      holds.remove(name);
    }
  }

  /** Protection refuses release and destruction, and stops no expiry. */
  @Test
  @Tag("ALL-10")
  void protectionIsKept() {
    each(LifeRules::protectionIsKept);
    for (Subject subject : subjects()) {
      assertThat(subject.unpaid().releaseProtected().story())
          .as("%s, protected", subject)
          .isEqualTo(subject.unpaid().story());
    }
  }

  /** Every clock starts afresh after a payment or a restoration. */
  @Test
  @Tag("ALL-11")
  void whatComesBackHasFreshClocks() {
    each(LifeRules::clocksStartAfresh);
  }

  /** The timeline that is shown is what happens if nobody does anything. */
  @Test
  @Tag("ALL-12")
  void theTimelineComesTrue() {
    each(history -> LifeRules.theTimelineComesTrue(history, INTERPRETER));
  }

  /** What is offered is accepted with some argument, and what is not offered with none. */
  @Test
  @Tag("ALL-12")
  @Tag("SCN-10")
  void whatIsOfferedIsPermittedAndNothingElse() {
    each(
        SOME,
        history -> {
          for (Line line : history.lines()) {
            if (line.decision() != null && line.to() != InstanceState.PURGED) {
              offered(history.subject().policy(), line.decision().after(), line);
            }
          }
        });
  }

  private static void offered(RetentionPolicy policy, Instance instance, Line line) {
    Offers offers = INTERPRETER.offers(policy, instance, line.at());
    for (Operation operation : policy.operations()) {
      boolean accepted = false;
      for (int variant = 0; variant <= VARIANTS && !accepted; variant++) {
        Event event =
            variant == VARIANTS
                ? outlasting(operation, instance, line.at())
                : new Step(operation, Duration.ZERO, variant).event(policy, line.at(), variant);
        accepted =
            INTERPRETER.judge(policy, instance, event, line.at(), IdsInUse.NONE).kind()
                == Verdict.Kind.ACCEPTED;
      }
      assertThat(accepted)
          .as("%s is %s after %s", operation, offers.permitted(), line.told())
          .isEqualTo(offers.permitted().contains(operation));
    }
  }

  /** With an end after every end that lies ahead already. */
  private static Event outlasting(Operation operation, Instance instance, Instant at) {
    Instant end = instance.expiresAt();
    Instant ahead = end != null && end.isAfter(at) ? end : at;
    return Event.builder(operation, at)
        .until(ahead.plus(Duration.ofDays(1)))
        .newId("offered")
        .confirm(true)
        .build();
  }

  /** A host that was away serves every promised span in full, from when it came by. */
  @Test
  @Tag("ALL-14")
  void promisedSpansAreServedInFull() {
    for (Subject subject : subjects()) {
      TestHost host = hostOf(subject);
      InstanceKey key = host.register(subject.life().registration());
      if (!subject.billing().isSubscription()) {
        host.runTo(Subject.T);
        host.engine().report(key, Event.of(Operation.ARREARS, Subject.T));
      }
      Instant back = Subject.T.plus(OUTAGE);
      host.clock(back.toString());
      host.runTo(back.plus(OUTAGE));
      inFull(subject, host.engine().repository().audit(key));
    }
  }

  private static void inFull(Subject subject, List<AuditEntry> trail) {
    List<Stage> stages = subject.table().stages();
    Map<InstanceState, Instant> entered = new HashMap<>();
    for (AuditEntry entry : trail) {
      if (entry.kind() == AuditEntry.Kind.DECISION && entry.from() != entry.to()) {
        InstanceState state =
            entry.to() == InstanceState.PURGING ? InstanceState.PURGED : entry.to();
        entered.put(state, entry.at());
      }
    }
    for (int i = 1; i < stages.size(); i++) {
      Stage before = stages.get(i - 1);
      Instant from = entered.get(before.state());
      Instant to = entered.get(stages.get(i).state());
      assertThat(to).as("%s: %s is reached", subject, stages.get(i).state()).isNotNull();
      if (before.state() != InstanceState.RUNNING) {
        assertThat(Duration.between(Objects.requireNonNull(from), to))
            .as("%s: how long %s lasted", subject, before.state())
            .isGreaterThanOrEqualTo(stages.get(i).after().minus(before.after()));
      }
    }
  }

  /** Every recorded instant is of whole microseconds, and no step comes before it was due. */
  @Test
  @Tag("ALL-02")
  @Tag("ALL-18")
  void instantsAreOfMicrosecondsAndNeverBeforeTheirTime() {
    each(LifeRules::instantsAreOfMicroseconds);
  }

  /** The same history gives the same lines. */
  @Test
  @Tag("ALL-09")
  void theSameHistoryGivesTheSameLines() {
    each(
        SOME, history -> assertThat(told(history.life().lines())).isEqualTo(told(history.lines())));
  }

  /** The histories reach what they are to prove: every stage, and a refusal. */
  @Test
  void theHistoriesReachEveryStage() {
    Set<String> reached = new TreeSet<>();
    boolean refused = false;
    for (History history : lived()) {
      for (Line line : history.lines()) {
        refused |= line.refused();
        if (line.to() != null && !line.cause().equals(Cause.REGISTRATION.name())) {
          reached.add(history.subject().profile() + ", " + line.to());
        }
      }
    }
    for (Subject subject : subjects()) {
      for (Stage stage : subject.table().stages()) {
        assertThat(reached).contains(subject.profile() + ", " + stage.state());
      }
    }
    assertThat(refused).as("something is refused").isTrue();
  }
}
