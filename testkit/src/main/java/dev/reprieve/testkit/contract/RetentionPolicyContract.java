package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reprieve.Reprieve;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyCodec;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.testkit.Invariants;
import dev.reprieve.testkit.Line;
import dev.reprieve.testkit.TestHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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

  /** Of the checks that ask a lot of each history, so many histories are enough. */
  private static final int SOME = 200;

  private @Nullable List<List<History>> lived;

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

  /** The histories of each policy. */
  private List<List<History>> lived() {
    if (lived == null) {
      List<List<History>> all = new ArrayList<>();
      Random random = new Random(seed());
      for (RetentionPolicy policy : policies()) {
        List<Subject> subjects = Subject.all(policy, openAttributes());
        List<History> its = new ArrayList<>();
        for (int i = 0; i < histories(); i++) {
          its.add(History.random(subjects.get(i % subjects.size()), random));
        }
        all.add(its);
      }
      lived = all;
    }
    return lived;
  }

  private void each(Consumer<History> check) {
    each(Integer.MAX_VALUE, check);
  }

  private void each(int most, Consumer<History> check) {
    for (List<History> its : lived()) {
      for (History history : its.subList(0, Math.min(most, its.size()))) {
        if (History.failure(history, check) != null) {
          throw told(history.shrunk(check), check);
        }
      }
    }
  }

  private AssertionError told(History history, Consumer<History> check) {
    AssertionError breach = History.failure(history, check);
    String what = breach == null ? "it fails only now and then" : breach.getMessage();
    return new AssertionError(what + "\nin " + history + "\n(seed " + seed() + ")", breach);
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
      TestHost host = EngineRules.hostOf(subject);
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
    policies().forEach(TableRules::whatTellsTablesApartIsNeeded);
  }

  private static void refuses(
      Subject subject, Attributes attributes, String name, RefusalCode code) {
    Subject lacking =
        new Subject(subject.policy(), subject.profile(), subject.billing(), attributes);
    Reprieve engine = EngineRules.hostOf(subject).engine();
    assertThat(engine.problems(lacking.life().registration()))
        .as("%s without a sound %s", subject, name)
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .contains(tuple(name, code));
    assertThat(engine.register(lacking.life().registration()).kind())
        .isEqualTo(Answer.Kind.REFUSED);
  }

  // What the tables say.

  /** An effect that deletes says so, and one name means one thing within a table. */
  @Test
  @Tag("ALL-15")
  void nothingDestructiveIsCalledHarmless() {
    eachTable(TableRules::nothingDestructiveIsCalledHarmless);
  }

  /** The machine is not released into the bin before a backup is taken or verified. */
  @Test
  @Tag("SAF-06")
  void nothingIsReleasedIntoTheBinBeforeItsBackup() {
    eachTable(TableRules::nothingIsReleasedIntoTheBinBeforeItsBackup);
  }

  /** Nobody's data goes without a word: the owner is told on entry of each stage and of the end. */
  @Test
  @Tag("SAF-04")
  void theOwnerIsToldOnTheWay() {
    eachTable(TableRules::theOwnerIsToldOnTheWay);
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
    subjects().forEach(OfferRules::payingBringsBackWhatIsLocked);
  }

  /** A release that ends in a purge at once needs to be confirmed, and says so beforehand. */
  @Test
  @Tag("ALL-17")
  void aFinalReleaseNeedsConfirmation() {
    subjects().forEach(OfferRules::aFinalReleaseNeedsConfirmation);
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
    each(SOME, EngineRules::anEventThatComesAgainChangesNothing);
  }

  /** A clock that steps back undoes nothing, and nothing is recorded before what was. */
  @Test
  @Tag("ALL-06")
  void aClockThatStepsBackUndoesNothing() {
    each(SOME, EngineRules::aClockThatStepsBackUndoesNothing);
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
    each(SOME, EngineRules::aHoldWithholdsWhatDestroys);
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
    each(SOME, OfferRules::whatIsOfferedIsPermittedAndNothingElse);
  }

  /** A host that was away serves every promised span in full, from when it came by. */
  @Test
  @Tag("ALL-14")
  void promisedSpansAreServedInFull() {
    subjects().forEach(EngineRules::promisedSpansAreServedInFull);
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
    for (List<History> its : lived()) {
      for (History history : its) {
        for (Line line : history.lines()) {
          refused |= line.refused();
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
