package dev.reprieve.guard;

import static dev.reprieve.fixture.Policies.CHANGE_KEEPING;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.HandlingBuilder;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of what can bring a purge nearer, and which of it needs a second principal (SAF-20),
 * where each act alone is configured, and where all others are.
 */
@Tag("SAF-20")
class SecondPrincipalTest {
  /** Something that is done to an instance, and how that comes to be as it has to be. */
  private interface Deed {
    Answer in(Stage stage);
  }

  /** What a row of the table says. */
  private record Row(String what, Operation operation, @Nullable SecondLook act, Deed deed) {
    @Override
    public String toString() {
      return what + ": " + act;
    }
  }

  /** An engine, and what it is done to. */
  private static final class Stage {
    private final GuardBench calm = new GuardBench(GuardBench.UNLIMITED, POLICIES);
    private final SecondLook[] acts;

    Stage(Set<SecondLook> acts) {
      this.acts = acts.toArray(SecondLook[]::new);
    }

    Answer ask(InstanceKey key, Event.Builder event) {
      return strict(POLICIES).engine.report(key, event.by("ann").build());
    }

    /** The engine that asks for two; what comes before is done by one that does not. */
    GuardBench strict(RetentionPolicy... policies) {
      Safeguards safeguards = GuardBench.purges(Limits.NONE).secondLook(acts).build();
      return new GuardBench(calm, safeguards, builder -> builder.policies(policies));
    }

    Event.Builder now(Operation operation) {
      return Event.builder(operation, calm.clock.instant());
    }

    void before(InstanceKey key, Event.Builder event) {
      assertThat(calm.engine.report(key, event.build()).isApplied()).isTrue();
    }

    InstanceKey locked() {
      InstanceKey key = calm.subscription("i", "owner", day(1));
      calm.settleAt(day(1));
      return key;
    }

    InstanceKey retained() {
      InstanceKey key = locked();
      calm.settleAt(day(16));
      return key;
    }

    InstanceKey paying(String product, String... attributes) {
      Registration registration =
          Registration.of(Snapshots.key(product, "i"), "owner", BillingMode.PAY_AS_YOU_GO)
              .attributes(
                  attributes.length == 0
                      ? Attributes.empty()
                      : Attributes.ofTexts(Map.of(attributes[0], attributes[1])))
              .unprotected();
      assertThat(calm.engine.register(registration).isApplied()).isTrue();
      return registration.key();
    }

    InstanceKey box(String keeping, int days) {
      InstanceKey key = paying("box", "keeping", keeping);
      if (days > 0) {
        before(key, now(Operation.ARREARS));
        calm.settleAt(START);
        calm.settleAt(day(days));
      }
      return key;
    }
  }

  private static final RetentionPolicy[] POLICIES = {
    Policies.shelf(), Policies.box(), Policies.daily(), crate()
  };

  /** Nothing follows from arrears; what its bin keeps after a release, the attribute says. */
  private static RetentionPolicy crate() {
    HandlingBuilder common =
        Handling.builder()
            .arrearsAreOnlyRecorded("CR-01")
            .entering(InstanceState.RETAINED, EffectType.NOTIFY_OWNER)
            .permits(InstanceState.RETAINED, "CR-02", Operation.DESTROY)
            .purging(EffectType.DELETE_DATA);
    return RetentionPolicy.builder("crate", 1)
        .billing(BillingMode.PAY_AS_YOU_GO)
        .requires(Policies.KEEPING)
        .profile(
            "CRATE",
            RetentionTable.table(
                "kept",
                Policies.KEEPING.is(Policies.Keeping.KEEP),
                common.build().toBuilder()
                    .onReleaseWithoutEnd("CR-03", BillingMode.PAY_AS_YOU_GO)
                    .build()),
            RetentionTable.table(
                "deleted",
                Policies.KEEPING.is(Policies.Keeping.DELETE),
                common.build().toBuilder()
                    .onRelease("CR-04", Duration.ofDays(7), "CR-05", BillingMode.PAY_AS_YOU_GO)
                    .build()))
        .changes(Policies.KEEPING, CHANGE_KEEPING, Condition.always(), Duration.ofDays(7), "CR-06")
        .build();
  }

  private static Row row(String what, Operation operation, @Nullable SecondLook act, Deed deed) {
    return new Row(what, operation, act, deed);
  }

  private static List<Row> destroying() {
    return List.of(
        row(
            "destroying what lies in the bin",
            Operation.DESTROY,
            SecondLook.EARLY_PURGE,
            stage -> stage.ask(stage.retained(), stage.now(Operation.DESTROY))),
        row(
            "destroying what is locked",
            Operation.DESTROY,
            SecondLook.EARLY_PURGE,
            stage -> stage.ask(stage.locked(), stage.now(Operation.DESTROY))),
        row(
            "a final release",
            Operation.RELEASE,
            SecondLook.EARLY_PURGE,
            stage -> stage.ask(stage.paying("daily"), stage.now(Operation.RELEASE).confirm(true))),
        row(
            "a release into the bin, whose days are the rules' own",
            Operation.RELEASE,
            null,
            stage -> stage.ask(stage.paying("shelf"), stage.now(Operation.RELEASE))));
  }

  private static Deed underAHold(Operation operation, @Nullable Instant until) {
    return stage -> {
      InstanceKey key = stage.retained();
      stage.before(key, stage.now(Operation.HOLD).until(day(60)));
      return stage.ask(key, stage.now(operation).until(until));
    };
  }

  private static List<Row> holding() {
    return List.of(
        row(
            "lifting a hold",
            Operation.UNHOLD,
            SecondLook.LIFT_HOLD,
            underAHold(Operation.UNHOLD, null)),
        row(
            "a hold that ends sooner",
            Operation.HOLD,
            SecondLook.LIFT_HOLD,
            underAHold(Operation.HOLD, day(59))),
        row("a hold that ends later", Operation.HOLD, null, underAHold(Operation.HOLD, day(61))),
        row(
            "lifting a hold that has ended",
            Operation.UNHOLD,
            null,
            stage -> {
              InstanceKey key = stage.retained();
              stage.before(key, stage.now(Operation.HOLD).until(day(17)));
              stage.calm.at(day(17));
              return stage.ask(key, stage.now(Operation.UNHOLD));
            }),
        row(
            "forgetting what is held",
            Operation.FORGET,
            SecondLook.LIFT_HOLD,
            stage -> {
              InstanceKey key = stage.locked();
              stage.before(key, stage.now(Operation.HOLD));
              return stage.ask(key, stage.now(Operation.FORGET));
            }),
        row(
            "forgetting what lies in the bin",
            Operation.FORGET,
            SecondLook.SHORTEN,
            stage -> stage.ask(stage.retained(), stage.now(Operation.FORGET))),
        row(
            "forgetting what a compliance hold keeps, which outlives it",
            Operation.FORGET,
            null,
            stage -> {
              InstanceKey key = stage.locked();
              stage.before(key, stage.now(Operation.HOLD).compliance(true));
              return stage.ask(key, stage.now(Operation.FORGET));
            }),
        row(
            "forgetting what runs",
            Operation.FORGET,
            null,
            stage -> stage.ask(stage.paying("shelf"), stage.now(Operation.FORGET))));
  }

  private static Deed changing(String from, int days, String to) {
    return stage -> stage.ask(stage.box(from, days), stage.now(CHANGE_KEEPING).value(to));
  }

  private static Deed repinning(int days, RetentionPolicy onto, boolean sooner) {
    return stage -> {
      InstanceKey key = stage.locked();
      stage.calm.settleAt(day(days));
      return stage.strict(onto).engine.repin(key, "ann", "why", sooner);
    };
  }

  private static List<Row> shortening() {
    Operation repin = new Operation("REPIN");
    return List.of(
        row(
            "an end for what runs",
            CHANGE_KEEPING,
            SecondLook.SHORTEN,
            changing("KEEP", 0, "DELETE")),
        row(
            "an end for what is locked",
            CHANGE_KEEPING,
            SecondLook.SHORTEN,
            changing("KEEP", 1, "DELETE")),
        row(
            "an end for what lies in the bin",
            CHANGE_KEEPING,
            SecondLook.SHORTEN,
            changing("KEEP", 16, "DELETE")),
        row(
            "an end after a release",
            CHANGE_KEEPING,
            SecondLook.SHORTEN,
            stage ->
                stage.ask(
                    stage.paying("crate", "keeping", "KEEP"),
                    stage.now(CHANGE_KEEPING).value("DELETE"))),
        row("no end any more", CHANGE_KEEPING, null, changing("DELETE", 16, "KEEP")),
        row("no end any more while it runs", CHANGE_KEEPING, null, changing("DELETE", 0, "KEEP")),
        row("the end that it had", CHANGE_KEEPING, null, changing("DELETE", 1, "DELETE")),
        row(
            "a re-pin that may shorten, in the bin",
            repin,
            SecondLook.SHORTEN,
            repinning(16, Policies.shelf(2, 15, 17), true)),
        row(
            "a re-pin that may shorten, while locked",
            repin,
            SecondLook.SHORTEN,
            repinning(1, Policies.shelf(2, 15, 16), true)),
        row(
            "a re-pin that may not shorten",
            repin,
            null,
            repinning(16, Policies.shelf(2, 15, 17), false)),
        row(
            "an adoption whose purge may come sooner",
            new Operation("ADOPT"),
            SecondLook.SHORTEN,
            stage ->
                stage
                    .strict(POLICIES)
                    .engine
                    .adopt(
                        Adoption.of(
                                Registration.of(
                                        Snapshots.key("shelf", "x"), "o", BillingMode.SUBSCRIPTION)
                                    .expiresAt(day(0))
                                    .unprotected(),
                                InstanceState.RETAINED)
                            .purgeMayComeSooner("ann", "old")
                            .build())));
  }

  private static Deed plainly(boolean inTheBin, Event.Builder event) {
    return stage -> stage.ask(inTheBin ? stage.retained() : stage.locked(), event);
  }

  private static List<Row> harmless() {
    return List.of(
        row(
            "renewing",
            Operation.RENEW,
            null,
            plainly(false, Event.builder(Operation.RENEW, day(1)).until(day(2)))),
        row(
            "arrears, whose days are the rules' own",
            Operation.ARREARS,
            null,
            stage -> stage.ask(stage.paying("shelf"), stage.now(Operation.ARREARS))),
        row(
            "settling",
            Operation.SETTLE,
            null,
            stage -> stage.ask(stage.box("DELETE", 16), stage.now(Operation.SETTLE))),
        row(
            "a term that is bought",
            Operation.CHANGE_BILLING_MODE,
            null,
            stage ->
                stage.ask(
                    stage.paying("shelf"), stage.now(Operation.CHANGE_BILLING_MODE).until(day(9)))),
        row(
            "snoozing",
            Operation.SNOOZE,
            null,
            plainly(true, Event.builder(Operation.SNOOZE, day(16)).until(day(30)).why("why"))),
        row("protecting", Operation.PROTECT, null, plainly(true, event(Operation.PROTECT))),
        row("unprotecting", Operation.UNPROTECT, null, plainly(true, event(Operation.UNPROTECT))),
        row(
            "rebuilding",
            Operation.REBUILD,
            null,
            plainly(true, event(Operation.REBUILD).newId("n").until(day(99)))),
        row(
            "stopping",
            Operation.STOP,
            null,
            stage -> stage.ask(stage.paying("shelf"), stage.now(Operation.STOP))),
        row(
            "starting",
            Operation.START,
            null,
            stage -> {
              InstanceKey key = stage.paying("shelf");
              stage.before(key, stage.now(Operation.STOP));
              return stage.ask(key, stage.now(Operation.START));
            }),
        row(
            "trying a purge again that has begun",
            Operation.RETRY_PURGE,
            null,
            stage -> {
              InstanceKey key = stage.retained();
              stage.calm.sweepAt(day(23));
              return stage.ask(key, stage.now(Operation.RETRY_PURGE));
            }));
  }

  private static Event.Builder event(Operation operation) {
    return Event.builder(operation, day(16));
  }

  static List<Row> rows() {
    return Stream.of(destroying(), holding(), shortening(), harmless())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatBringsAPurgeNearerNeedsASecondPrincipalWhereThatIsConfigured(Row row) {
    Set<SecondLook> all = EnumSet.allOf(SecondLook.class);
    Set<SecondLook> others = EnumSet.allOf(SecondLook.class);
    if (row.act() == null) {
      assertThat(row.deed().in(new Stage(all)).isApplied()).isTrue();
      return;
    }
    Stage alone = new Stage(EnumSet.of(row.act()));
    Answer answer = row.deed().in(alone);
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
    Instance kept = alone.calm.bin.find(answer.key());
    assertThat(kept == null || kept.state() != InstanceState.PURGING).isTrue();
    others.remove(row.act());
    Answer unasked = row.deed().in(new Stage(others));
    assertThat(unasked.isApplied()).as("%s", unasked).isTrue();
  }

  /** Whoever adds an operation says what it is. */
  @Test
  void theTableHasEveryOperation() throws IllegalAccessException {
    Set<Operation> named = new HashSet<>();
    rows().forEach(row -> named.add(row.operation()));
    // A third party's that does the same; and one that brings back, which no table here has.
    named.add(Operation.CHANGE_BACKUP_RETENTION);
    named.add(Operation.RESTORE);
    List<Operation> missing = new ArrayList<>();
    for (Field field : Operation.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && field.getType() == Operation.class
          && !named.contains((Operation) field.get(null))) {
        missing.add((Operation) field.get(null));
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Two acts at once: either alone is enough to need two. */
  @Test
  void forgettingWhatIsHeldInTheBinIsBoth() {
    for (SecondLook act : List.of(SecondLook.LIFT_HOLD, SecondLook.SHORTEN)) {
      Stage stage = new Stage(EnumSet.of(act));
      InstanceKey key = stage.retained();
      stage.before(key, stage.now(Operation.HOLD));
      assertThat(stage.ask(key, stage.now(Operation.FORGET)).refusal().code())
          .isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
      assertThat(stage.calm.bin.asks().get(0).act()).isEqualTo(act);
    }
  }

  /** Its stage would not end sooner; what comes after it would. */
  @Test
  @Tag("ALL-08")
  void aRepinOfWhatIsLockedBringsNoPurgeNearerUnlessThatIsSaid() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    GuardBench shorter =
        new GuardBench(
            bench, GuardBench.UNLIMITED, builder -> builder.policies(Policies.shelf(2, 15, 16)));
    Answer unsaid = shorter.engine.repin(key, "op", "new terms", false);
    assertThat(unsaid.refusal().rule()).isEqualTo("ALL-08");
    assertThat(bench.row(key).policy().version()).isEqualTo(1);
    assertThat(shorter.engine.repin(key, "op", "new terms", true).isApplied()).isTrue();
    for (long day = 1; day < 18; day++) {
      shorter.settleAt(day(day));
    }
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  /** No purge at all was ahead, and one would be. */
  @Test
  @Tag("ALL-08")
  void aRepinOfWhatIsLockedGivesNoEndWhereThereWasNone() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED, Policies.shelfWithoutEnd(1));
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    GuardBench ending =
        new GuardBench(
            bench, GuardBench.UNLIMITED, builder -> builder.policies(Policies.shelf(2, 15, 99)));
    assertThat(ending.engine.repin(key, "op", "new terms", false).refusal().rule())
        .isEqualTo("ALL-08");
    GuardBench longer =
        new GuardBench(
            bench, GuardBench.UNLIMITED, builder -> builder.policies(Policies.shelfWithoutEnd(3)));
    assertThat(longer.engine.repin(key, "op", "new terms", false).isApplied()).isTrue();
  }
}
