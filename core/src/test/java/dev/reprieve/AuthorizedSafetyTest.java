package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Action;
import dev.reprieve.guard.Authorizer;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.NotAuthorizedException;
import dev.reprieve.guard.Plan;
import dev.reprieve.guard.PolicyDocument;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.Resource;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Child;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditLine;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The safeguards, and the repair of effects, as somebody may operate them. */
@Tag("KEY-11")
class AuthorizedSafetyTest {
  private static final Safeguards ONE_PURGE = GuardBench.purges(GuardBench.ONE_A_DAY).build();

  private static final Safeguards TWO_EYES_MORE =
      GuardBench.purges(GuardBench.ONE_A_DAY).secondLook(SecondLook.values()).build();

  private final GuardBench bench = new GuardBench(ONE_PURGE);
  private final List<String> denied = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  private AuthorizedReprieve as(String name, Safeguards safeguards, PolicyDocument... documents) {
    ReprieveListener heard =
        new ReprieveListener() {
          @Override
          public void onDenied(Principal principal, Action action, Resource resource) {
            denied.add(principal + " " + action + " " + resource);
          }
        };
    GuardBench beside =
        new GuardBench(
            bench,
            safeguards,
            builder ->
                builder
                    .repository(GuardBench.through(bench.bin, calls::add))
                    .listener(heard)
                    .workersClock(bench.clock)
                    .authorizer(Authorizer.of(Map.of(name, List.of(documents)))));
    return beside.engine.as(new Principal(name));
  }

  private static PolicyDocument everything() {
    return PolicyDocument.builder().allow(List.of("*"), List.of("*")).build();
  }

  private static PolicyDocument onlyInstances() {
    return PolicyDocument.builder().allow(List.of("shelf:*"), List.of("*:instance/*")).build();
  }

  private List<AuditEntry> storeLines() {
    return bench.bin.storeTrail().lines().stream().map(AuditLine::entry).toList();
  }

  /** Each act, by the action that it is. */
  private static Map<String, ThrowingCallable> acts(AuthorizedSafety safety) {
    return Map.ofEntries(
        Map.entry("reprieve:StopDestroying", () -> safety.stopDestroying("why")),
        Map.entry("reprieve:ResumeDestroying", () -> safety.resumeDestroying("why")),
        Map.entry("reprieve:AcknowledgeClock", () -> safety.acknowledgeClock("why")),
        Map.entry(
            "reprieve:ChangeLimits", () -> safety.changeLimits(Guarded.PURGE, Limits.NONE, "why")),
        Map.entry("reprieve:ListStopped", () -> safety.stopped(Guarded.PURGE)),
        Map.entry("reprieve:ConfirmStopped", () -> safety.confirm(Guarded.PURGE, "0", "why")),
        Map.entry("reprieve:Plan", safety::plan),
        Map.entry("reprieve:ExecutePlan", () -> safety.execute(new Plan(day(1), List.of()), "why")),
        Map.entry("reprieve:Approve", () -> safety.approve("0")),
        Map.entry("reprieve:TurnDown", () -> safety.turnDown("0", "why")),
        Map.entry("reprieve:ReadHealth", safety::health),
        Map.entry("reprieve:ReadGauges", safety::gauges));
  }

  @Test
  void whoMayDoNothingOnTheStoreIsToldSoBeforeAnythingIsLookedAt() {
    AuthorizedSafety nobody = as("ann", ONE_PURGE, onlyInstances()).safety();
    acts(nobody)
        .forEach(
            (action, act) -> {
              denied.clear();
              calls.clear();
              assertThatThrownBy(act)
                  .as(action)
                  .isInstanceOfSatisfying(
                      NotAuthorizedException.class,
                      thrown ->
                          assertThat(thrown.refusal().code())
                              .isEqualTo(RefusalCode.NOT_AUTHORIZED));
              assertThat(denied).containsExactly("ann " + action + " reprieve:store:::all");
              assertThat(calls).as(action).containsExactly("now", "commit");
            });
    assertThat(nobody.pendingAsks()).isEmpty();
    assertThat(bench.bin.guard().killSwitch()).isNull();
    assertThat(storeLines())
        .hasSize(12)
        .allMatch(line -> line.kind() == AuditEntry.Kind.ACCESS && "ann".equals(line.by()));
  }

  /** Whoever adds an act to the safeguards, or to the engine, adds it here or says why not. */
  @Test
  void everyCallIsBehindTheAuthorizerOrTheHostsOwn() {
    assertThat(names(AuthorizedSafety.class)).isEqualTo(names(Safety.class));
    Set<String> hosts =
        Set.of(
            "builder",
            "as",
            "sweep",
            "deliver",
            "nextSweepAt",
            "nextDeliveryAt",
            "repository",
            "policies",
            "interpreter",
            "forgetOldEventIds",
            "problems");
    Set<String> asked = new TreeSet<>(names(Reprieve.class));
    asked.removeAll(hosts);
    asked.add("audit");
    assertThat(names(AuthorizedReprieve.class)).isEqualTo(asked);
  }

  private static Set<String> names(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Tag("SAF-07")
  void whatIsPermittedIsDoneInThePrincipalsName() {
    AuthorizedSafety ann = as("ann", ONE_PURGE, everything()).safety();
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 4, day(1));
    bench.intoTheBin();
    assertThat(ann.stopDestroying("an incident")).isTrue();
    assertThat(ann.health().purging()).isFalse();
    assertThat(bench.bin.guard().killSwitch().by()).isEqualTo("ann");
    assertThat(ann.resumeDestroying("all is well")).isTrue();
    bench.at(day(23));
    Plan one = new Plan(day(23), ann.plan().items().subList(0, 1));
    assertThat(ann.execute(one, "this one alone").steps()).hasSize(1);
    bench.engine.sweep();
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(1);
    Plan stopped = ann.stopped(Guarded.PURGE);
    assertThat(ann.confirm(Guarded.PURGE, stopped.digest(), "seen").isDone()).isTrue();
    assertThat(ann.changeLimits(Guarded.PURGE, new Limits(9, 100, 0, Duration.ofDays(1)), "more"))
        .matches(approval -> approval.isDone());
    assertThat(ann.gauges().earlyPurges()).isZero();
    assertThat(ann.acknowledgeClock("it is right")).isFalse();
    assertThat(storeLines())
        .filteredOn(line -> line.by() != null)
        .extracting(line -> line.cause() + " " + line.by() + ": " + line.why())
        .containsExactly(
            "STOP_DESTROYING ann: an incident",
            "RESUME_DESTROYING ann: all is well",
            "EXECUTE_PLAN ann: this one alone",
            "CONFIRM ann: seen",
            "CHANGE_LIMITS ann: more");
    assertThat(storeLines())
        .filteredOn(line -> line.cause().equals("EXECUTE_PLAN"))
        .singleElement()
        .extracting(AuditEntry::outcome)
        .isEqualTo(one.digest());
    assertThat(denied).isEmpty();
  }

  private PendingAsk askToDestroy(InstanceKey key) {
    Event destroy = Event.builder(Operation.DESTROY, bench.clock.instant()).build();
    Answer answer = as("ann", TWO_EYES_MORE, everything()).report(key, destroy);
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
    return bench.bin.asks().get(0);
  }

  /** Bob may agree to things, and may not destroy: for him there is nothing to agree to. */
  @Test
  @Tag("SAF-20")
  void whoMayNotAskItIsAnsweredAsIfNothingWaited() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    PendingAsk ask = askToDestroy(key);
    PolicyDocument agreeing =
        PolicyDocument.builder()
            .allow(List.of("reprieve:*"), List.of("*"))
            .allow(List.of("shelf:Release"), List.of("*"))
            .build();
    AuthorizedSafety bob = as("bob", TWO_EYES_MORE, agreeing).safety();
    assertThat(bob.pendingAsks()).isEmpty();
    List<List<String>> heard = new ArrayList<>();
    for (String id : List.of(ask.id(), "0123456789abcdef")) {
      calls.clear();
      assertThatThrownBy(() -> bob.approve(id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("nothing that waits for a second principal has id " + id);
      assertThat(bob.turnDown(id, "no")).isFalse();
      heard.add(List.copyOf(calls));
    }
    assertThat(heard.get(0)).isEqualTo(heard.get(1));
    assertThat(denied)
        .containsExactly(
            "bob reprieve:Approve reprieve:store:::all",
            "bob reprieve:TurnDown reprieve:store:::all",
            "bob reprieve:Approve reprieve:store:::all",
            "bob reprieve:TurnDown reprieve:store:::all");
    assertThat(bench.bin.asks()).hasSize(1);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
  }

  @Test
  @Tag("SAF-20")
  void whoMayAskItAgreesInHisOwnName() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    PendingAsk ask = askToDestroy(key);
    AuthorizedSafety ann = as("ann", TWO_EYES_MORE, everything()).safety();
    assertThatThrownBy(() -> ann.approve(ask.id()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs somebody else");
    AuthorizedSafety bob = as("bob", TWO_EYES_MORE, everything()).safety();
    assertThat(bob.pendingAsks()).containsExactly(ask);
    assertThat(bob.approve(ask.id()).isApplied()).isTrue();
    assertThat(bench.bin.audit(key)).last().extracting(AuditEntry::by).isEqualTo("ann, bob");
  }

  /** An act on the whole store, and a re-pin, each by its own right; and one is turned down. */
  @Test
  @Tag("SAF-20")
  void eachAskNeedsTheRightOfWhatWasAsked() {
    AuthorizedSafety ann = as("ann", TWO_EYES_MORE, everything()).safety();
    String limits = ann.changeLimits(Guarded.PURGE, Limits.NONE, "why").pendingAsk();
    bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    String digest = ann.stopped(Guarded.PURGE).digest();
    String confirm = ann.confirm(Guarded.PURGE, digest, "seen").pendingAsk();
    InstanceKey key = Snapshots.key("shelf", "i1");
    PendingAsk repin =
        new PendingAsk("r", SecondLook.SHORTEN, key, null, "REPIN x", "ann", "why", day(23));
    bench.bin.keepAsk(repin);
    for (Map.Entry<String, String> right :
        Map.of(
                "reprieve:ChangeLimits", limits,
                "reprieve:ConfirmStopped", confirm,
                "shelf:RepinSooner", "r")
            .entrySet()) {
      AuthorizedSafety bob =
          as(
                  "bob",
                  TWO_EYES_MORE,
                  PolicyDocument.builder()
                      .allow(
                          List.of("reprieve:Approve", "reprieve:TurnDown", right.getKey()),
                          List.of("*"))
                      .build())
              .safety();
      assertThat(bob.pendingAsks()).extracting(PendingAsk::id).containsExactly(right.getValue());
    }
    AuthorizedSafety bob = as("bob", TWO_EYES_MORE, everything()).safety();
    assertThat(bob.turnDown("r", "not now")).isTrue();
    assertThat(bob.approve(limits)).isNull();
    assertThat(bench.bin.guard().limits()).containsEntry(Guarded.PURGE, Limits.NONE);
    assertThat(bob.pendingAsks()).extracting(PendingAsk::id).containsExactly(confirm);
  }

  // Repairing effects, children and snoozing, on an instance.

  @Test
  void dismissingChildrenAndSnoozingAreActionsOfTheirOwn() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    AuthorizedReprieve nobody =
        as("ann", ONE_PURGE, PolicyDocument.builder().deny(List.of("*"), List.of("*")).build());
    InstanceKey none = Snapshots.key("shelf", "none");
    List<List<String>> heard = new ArrayList<>();
    for (InstanceKey each : List.of(key, none)) {
      denied.clear();
      calls.clear();
      assertThat(
              List.of(
                  nobody.dismiss(new EffectKey(each, 1, 0), "why"),
                  nobody.setChildren(each, List.of(new Child("disk", "d")), "why"),
                  nobody.snooze(each, day(30), "why")))
          .allMatch(answer -> answer.refusal().code() == RefusalCode.NOT_AUTHORIZED);
      assertThat(denied)
          .extracting(text -> text.split(" ")[1])
          .containsExactly("shelf:DismissEffect", "shelf:SetChildren", "shelf:Snooze");
      heard.add(List.copyOf(calls));
    }
    assertThat(heard.get(0)).isEqualTo(heard.get(1)).containsOnly("now", "commit");
    assertThat(bench.row(key).children()).isEmpty();
    AuthorizedReprieve ann = as("ann", ONE_PURGE, onlyInstances());
    assertThat(ann.setChildren(key, List.of(new Child("disk", "d")), "why").isApplied()).isTrue();
    assertThat(bench.bin.audit(key)).last().extracting(AuditEntry::by).isEqualTo("ann");
    assertThat(ann.snooze(key, day(30), "on holiday").isApplied()).isTrue();
    assertThat(bench.bin.audit(key)).last().extracting(AuditEntry::by).isEqualTo("ann");
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(30));
  }

  @Test
  @Tag("SAF-11")
  void dismissingIsDoneInThePrincipalsName() {
    bench.answers.put(
        "LOCK_ACCESS", request -> dev.reprieve.effect.EffectResult.impossible("no such thing"));
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    EffectKey lock = bench.bin.openEffects(key).get(0).effect().key();
    AuthorizedReprieve ann = as("ann", ONE_PURGE, onlyInstances());
    assertThat(ann.dismiss(lock, "done by hand").isApplied()).isTrue();
    assertThat(bench.bin.audit(key))
        .last()
        .extracting(line -> line.cause() + " " + line.outcome() + " " + line.by())
        .isEqualTo("LOCK_ACCESS DROPPED ann");
  }
}
