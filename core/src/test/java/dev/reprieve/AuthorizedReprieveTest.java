package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.guard.Action;
import dev.reprieve.guard.Authorizer;
import dev.reprieve.guard.NotAuthorizedException;
import dev.reprieve.guard.PolicyDocument;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.Resource;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditLine;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An engine as somebody may use it: what is permitted, what is denied, and what a denial tells. */
@Tag("KEY-11")
class AuthorizedReprieveTest {
  private static final Principal ANN = new Principal("ann");

  private final Bench bench = new Bench(Policies.shelf());

  /** The methods of the store that were called, in order. */
  private final List<String> calls = new ArrayList<>();

  private final List<String> denied = new ArrayList<>();
  private InstanceKey mine;
  private InstanceKey theirs;
  private InstanceKey nobodys;

  @BeforeEach
  void twoInstances() {
    mine = bench.paying("shelf", "mine-1");
    theirs = bench.paying("shelf", "theirs-1");
    nobodys = key("shelf", "theirs-2");
  }

  private AuthorizedReprieve ann(PolicyDocument... documents) {
    return as(Authorizer.of(Map.of("ann", List.of(documents))));
  }

  /** Everything on whatever is named mine, and on the store. */
  private AuthorizedReprieve annOfMine() {
    return ann(
        PolicyDocument.builder()
            .allow(List.of("*"), List.of("*:instance/mine-*", "reprieve:store:*"))
            .build());
  }

  private AuthorizedReprieve as(Authorizer authorizer) {
    return Reprieve.builder(bench)
        .repository(recording(bench.bin))
        .safeguards(Safeguards.none())
        .policies(Policies.shelf())
        .settings(Bench.PROMPT)
        .authorizer(authorizer)
        .listener(
            new ReprieveListener() {
              @Override
              public void onDenied(Principal principal, Action action, Resource resource) {
                denied.add(principal + " " + action + " " + resource);
              }
            })
        .build()
        .as(ANN);
  }

  private RecycleBinRepository recording(RecycleBinRepository bin) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              try {
                return method.invoke(bin, arguments);
              } catch (InvocationTargetException thrown) {
                throw Objects.requireNonNull(thrown.getCause());
              }
            });
  }

  private Event now(Operation operation) {
    return Event.of(operation, bench.clock.instant());
  }

  private AuditEntry last(InstanceKey key) {
    List<AuditEntry> lines = bench.bin.audit(key);
    return lines.get(lines.size() - 1);
  }

  @Test
  void withoutAnAuthorizerNobodyCanBeLetIn() {
    assertThatThrownBy(() -> bench.engine.as(ANN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no authorizer")
        .hasMessageContaining("ann");
  }

  @Test
  void whatIsPermittedIsDoneInThePrincipalsName() {
    Event event =
        Event.builder(Operation.RELEASE, bench.clock.instant())
            .by("somebody else")
            .why("not needed")
            .build();
    Answer answer = annOfMine().report(mine, event);
    assertThat(answer.isApplied()).isTrue();
    assertThat(last(mine).by()).isEqualTo("ann");
    assertThat(last(mine).why()).isEqualTo("not needed");
    assertThat(denied).isEmpty();
    assertThat(bench.bin.storeTrail().lines()).isEmpty();
  }

  @Test
  void takingInIsDoneInThePrincipalsName() {
    AuthorizedReprieve ann = annOfMine();
    InstanceKey two = key("shelf", "mine-2");
    InstanceKey three = key("shelf", "mine-3");
    Registration third = Registration.of(three, "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
    assertThat(
            ann.register(Registration.of(two, "owner", BillingMode.PAY_AS_YOU_GO).unprotected())
                .isApplied())
        .isTrue();
    assertThat(
            ann.adopt(Adoption.of(third, InstanceState.RUNNING).by("somebody else").build())
                .isApplied())
        .isTrue();
    assertThat(last(two).by()).isEqualTo("ann");
    assertThat(last(three).by()).isEqualTo("ann");
  }

  /** The same answer but for the name, the same calls of the store, the same line. */
  @Test
  void aDenialDoesNotTellWhetherTheInstanceExists() {
    AuthorizedReprieve ann = annOfMine();
    calls.clear();
    Answer there = ann.report(theirs, now(Operation.RELEASE));
    List<String> callsThere = List.copyOf(calls);
    calls.clear();
    Answer notThere = ann.report(nobodys, now(Operation.RELEASE));
    assertThat(calls).isEqualTo(callsThere).containsExactly("now", "commit");
    assertThat(there.refusal().code()).isEqualTo(RefusalCode.NOT_AUTHORIZED);
    assertThat(there.refusal().rule()).isEqualTo("KEY-11");
    assertThat(there.refusal().message())
        .isEqualTo(
            "ann may not do shelf:Release on reprieve:shelf:region:tenant:instance/theirs-1");
    assertThat(notThere.refusal().message())
        .isEqualTo(there.refusal().message().replace("theirs-1", "theirs-2"));
    assertThat(notThere.refusal().code()).isEqualTo(there.refusal().code());
    assertThat(notThere.kind()).isEqualTo(there.kind());
    assertThat(notThere.steps()).isEmpty();
    assertThat(bench.bin.audit(theirs)).hasSize(1);
    assertThat(bench.bin.find(nobodys)).isNull();
    assertThat(bench.bin.storeTrail().lines())
        .extracting(AuditLine::entry)
        .extracting(
            AuditEntry::kind,
            AuditEntry::cause,
            AuditEntry::rule,
            AuditEntry::outcome,
            AuditEntry::by,
            AuditEntry::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                AuditEntry.Kind.ACCESS,
                "shelf:Release",
                "KEY-11",
                "NOT_AUTHORIZED",
                "ann",
                "reprieve:shelf:region:tenant:instance/theirs-1"),
            org.assertj.core.groups.Tuple.tuple(
                AuditEntry.Kind.ACCESS,
                "shelf:Release",
                "KEY-11",
                "NOT_AUTHORIZED",
                "ann",
                "reprieve:shelf:region:tenant:instance/theirs-2"));
    assertThat(denied)
        .containsExactly(
            "ann shelf:Release reprieve:shelf:region:tenant:instance/theirs-1",
            "ann shelf:Release reprieve:shelf:region:tenant:instance/theirs-2");
    assertThat(bench.engine.verifyAudit().problems()).isEmpty();
  }

  /** Every call that can be denied, on what is there and on what is not. */
  @Test
  void everyCallIsDeniedAlikeByWhoeverMayDoNothing() {
    AuthorizedReprieve nobody =
        ann(PolicyDocument.builder().deny(List.of("*"), List.of("*")).build());
    List<List<String>> heard = new ArrayList<>();
    for (InstanceKey key : List.of(theirs, nobodys)) {
      calls.clear();
      denied.clear();
      Registration registration =
          Registration.of(key, "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
      Adoption adoption = Adoption.of(registration, InstanceState.RUNNING).build();
      Adoption sooner =
          Adoption.of(registration, InstanceState.RUNNING).purgeMayComeSooner("ann", "x").build();
      List<Answer> answers = new ArrayList<>();
      answers.add(nobody.register(registration));
      answers.add(nobody.adopt(adoption));
      answers.add(nobody.adopt(sooner));
      answers.add(nobody.report(key, now(Operation.STOP)));
      answers.add(nobody.dryRun(key, now(Operation.STOP)));
      answers.addAll(nobody.reportAll(List.of(new BatchAsk(key, now(Operation.STOP)))));
      answers.add(nobody.repin(key, "x", false));
      answers.add(nobody.repin(key, "x", true));
      assertThat(answers)
          .hasSize(8)
          .allSatisfy(
              answer -> assertThat(answer.refusal().code()).isEqualTo(RefusalCode.NOT_AUTHORIZED));
      assertThat(nobody.view(key)).isNull();
      assertThat(nobody.explain(key)).isNull();
      assertThat(nobody.audit(key)).isEmpty();
      RestorePreview preview = nobody.restoreCheck(key, now(Operation.RESTORE));
      assertThat(preview.answer().refusal().code()).isEqualTo(RefusalCode.NOT_AUTHORIZED);
      assertThat(preview).isEqualTo(new RestorePreview(preview.answer(), Map.of(), Map.of()));
      Event rebuild =
          Event.builder(Operation.REBUILD, bench.clock.instant()).newId("new-1").build();
      assertThat(nobody.restoreCheck(key, rebuild).answer().refusal().code())
          .isEqualTo(RefusalCode.NOT_AUTHORIZED);
      assertThat(nobody.snooze(key, day(9), "x").refusal().code())
          .isEqualTo(RefusalCode.NOT_AUTHORIZED);
      assertThat(nobody.setChildren(key, List.of(), "x").refusal().code())
          .isEqualTo(RefusalCode.NOT_AUTHORIZED);
      EffectKey effect = new EffectKey(key, 1, 0);
      assertThat(nobody.dismiss(effect, "x").refusal().code())
          .isEqualTo(RefusalCode.NOT_AUTHORIZED);
      assertThat(nobody.retry(effect, "x")).isFalse();
      assertThat(nobody.complete(effect, EffectResult.done())).isFalse();
      assertThat(nobody.takeUpAgain(key, "x")).isFalse();
      assertThat(denied)
          .extracting(text -> text.split(" ")[1])
          .containsExactly(
              "shelf:Register",
              "shelf:Adopt",
              "shelf:AdoptSooner",
              "shelf:Stop",
              "shelf:Stop",
              "shelf:Stop",
              "shelf:Repin",
              "shelf:RepinSooner",
              "shelf:Describe",
              "shelf:Explain",
              "shelf:ReadAudit",
              "shelf:Restore",
              "shelf:Rebuild",
              "shelf:Snooze",
              "shelf:SetChildren",
              "shelf:DismissEffect",
              "shelf:RetryEffect",
              "shelf:CompleteEffect",
              "shelf:TakeUpAgain");
      heard.add(List.copyOf(calls));
    }
    assertThat(heard.get(0)).isEqualTo(heard.get(1)).containsOnly("now", "commit");
    assertThat(nobody.list(BinQuery.everything()).items()).isEmpty();
    assertThat(nobody.setAside()).isEmpty();
  }

  @Test
  void whatConcernsTheWholeStoreIsDeniedByAnException() {
    AuthorizedReprieve nobody =
        ann(PolicyDocument.builder().allow(List.of("shelf:*"), List.of("*:instance/*")).build());
    OwnerKey owner = new OwnerKey("tenant", "owner");
    assertThatThrownBy(() -> nobody.reconcile(Stream.of()))
        .isInstanceOfSatisfying(
            NotAuthorizedException.class,
            thrown -> assertThat(thrown.refusal().code()).isEqualTo(RefusalCode.NOT_AUTHORIZED));
    assertThatThrownBy(() -> nobody.compare(Policies.shelf(2, 15, 30)))
        .isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(nobody::anchor).isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(nobody::verifyAudit).isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> nobody.reportForOwner(owner, now(Operation.ARREARS)))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessage("ann may not do owner:Arrears on reprieve:owner::tenant:owner/owner");
    assertThat(denied)
        .extracting(text -> text.split(" ")[1])
        .containsExactly(
            "reprieve:Reconcile",
            "reprieve:Compare",
            "reprieve:AnchorAudit",
            "reprieve:VerifyAudit",
            "owner:Arrears");
    assertThat(bench.bin.ownerFact(owner).arrearsSince()).isNull();
  }

  @Test
  void whatConcernsTheWholeStoreIsDoneIfPermitted() {
    AuthorizedReprieve ann = annOfMine();
    assertThat(ann.anchor().number()).isEqualTo(1);
    assertThat(ann.verifyAudit().isSound()).isTrue();
    assertThat(ann.reconcile(Stream.of()).onlyHere()).hasSize(2);
    assertThat(ann.compare(Policies.shelf(2, 15, 30))).isEmpty();
  }

  /** The fact is the owner's, so it reaches all; the answers of the others are not for ann. */
  @Test
  @Tag("OWN-02")
  void whatIsSaidOfAnOwnerReachesAllAndTellsOfSome() {
    AuthorizedReprieve ann =
        ann(
            PolicyDocument.builder()
                .allow(List.of("owner:Arrears"), List.of("*:owner/owner"))
                .allow(List.of("shelf:*"), List.of("*:instance/mine-*"))
                .build());
    Map<InstanceKey, Answer> answers =
        ann.reportForOwner(new OwnerKey("tenant", "owner"), now(Operation.ARREARS)).instances();
    assertThat(answers).containsOnlyKeys(mine);
    assertThat(bench.row(theirs).arrearsSince()).isNotNull();
    assertThat(last(theirs).by()).isEqualTo("ann");
  }

  /** Whether an id is taken is not for whoever may not rebuild to it. */
  @Test
  void aRebuildNeedsTheRightToTheNewInstanceToo() {
    AuthorizedReprieve ann = annOfMine();
    Event to = Event.builder(Operation.REBUILD, bench.clock.instant()).newId("theirs-1").build();
    assertThat(ann.report(mine, to).refusal().code()).isEqualTo(RefusalCode.NOT_AUTHORIZED);
    assertThat(denied)
        .containsExactly("ann shelf:Rebuild reprieve:shelf:region:tenant:instance/theirs-1");
    Event toMine = Event.builder(Operation.REBUILD, bench.clock.instant()).newId("mine-2").build();
    assertThat(ann.report(mine, toMine).refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    Event toNone = Event.builder(Operation.REBUILD, bench.clock.instant()).newId(" ").build();
    assertThat(ann.report(mine, toNone).refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
  }

  @Test
  void aDryRunAsksForTheSameRightAndChangesNothing() {
    Answer answer = annOfMine().dryRun(mine, now(Operation.RELEASE));
    assertThat(answer.isApplied()).isTrue();
    assertThat(bench.state(mine)).isEqualTo(InstanceState.RUNNING);
  }

  @Test
  void readingShowsWhatIsPermitted() {
    AuthorizedReprieve ann = annOfMine();
    assertThat(ann.view(mine).state()).isEqualTo(InstanceState.RUNNING);
    assertThat(ann.explain(mine)).isNotNull();
    assertThat(ann.audit(mine)).isEqualTo(bench.bin.audit(mine));
    assertThat(ann.view(key("shelf", "mine-9"))).isNull();
    bench.bin.setAside(mine, 1, dev.reprieve.recyclebin.WaitingFor.REPAIR, "broken", null);
    bench.bin.setAside(theirs, 1, dev.reprieve.recyclebin.WaitingFor.REPAIR, "broken", null);
    assertThat(ann.setAside()).extracting(aside -> aside.key()).containsExactly(mine);
  }

  @Test
  void repairingIsDoneInThePrincipalsName() {
    AuthorizedReprieve ann = annOfMine();
    bench.report(mine, Operation.ARREARS);
    bench.engine.sweep();
    EffectKey effect = bench.bin.openEffects(mine).get(0).effect().key();
    assertThat(ann.retry(effect, "again")).isTrue();
    assertThat(last(mine).by()).isEqualTo("ann");
    int lines = bench.bin.audit(mine).size();
    assertThat(ann.complete(effect, EffectResult.done())).isTrue();
    assertThat(bench.bin.audit(mine).subList(lines, lines + 2))
        .extracting(AuditEntry::kind, AuditEntry::cause, AuditEntry::by)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(AuditEntry.Kind.ACT, "COMPLETE_EFFECT", "ann"),
            org.assertj.core.groups.Tuple.tuple(AuditEntry.Kind.EFFECT, "LOCK_ACCESS", null));
    assertThat(ann.complete(effect, EffectResult.done())).isFalse();
    assertThat(bench.bin.audit(mine)).hasSize(lines + 2);
    bench.bin.setAside(
        mine, bench.row(mine).version(), dev.reprieve.recyclebin.WaitingFor.REPAIR, "broken", null);
    assertThat(ann.takeUpAgain(mine, "mended")).isTrue();
    assertThat(last(mine).by()).isEqualTo("ann");
    assertThat(ann.repin(mine, "new table", false).kind()).isEqualTo(Answer.Kind.ALREADY_THERE);
  }

  /** Pages are as long as if nothing else were there, and none begins behind what is hidden. */
  @Test
  void pagesAreFullAndNameNothingHidden() {
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 40; i++) {
      boolean isMine = i % 7 == 0;
      InstanceKey key = bench.paying("shelf", (isMine ? "mine-x" : "a-") + i);
      if (!isMine) {
        bench.paying("shelf", "z-" + i);
      } else {
        expected.add(key.id());
      }
    }
    expected.add(0, "mine-1");
    AuthorizedReprieve ann = annOfMine();
    BinQuery query = BinQuery.builder().state(InstanceState.RUNNING).limit(2).build();
    List<String> shown = new ArrayList<>();
    while (query != null) {
      BinPage page = ann.list(query);
      page.items().forEach(item -> shown.add(item.key().id()));
      query = page.next();
      if (query != null) {
        assertThat(page.items()).hasSize(2);
        assertThat(query.after()).isEqualTo(page.items().get(1).key());
        assertThat(query.limit()).isEqualTo(2);
      }
    }
    assertThat(shown).isEqualTo(expected);
    assertThat(denied).isEmpty();
  }

  /** Whether a hidden row means what was asked does not show in how often the store is asked. */
  @Test
  void howOftenTheStoreIsAskedDoesNotTellWhetherWhatIsHiddenIsMeant() {
    AuthorizedReprieve ann = annOfMine();
    for (int i = 10; i < 30; i++) {
      bench.registered(
          Registration.of(key("shelf", "a-" + i), "victim", BillingMode.PAY_AS_YOU_GO)
              .unprotected());
    }
    for (int limit : new int[] {1, 2, 19, 20, 21, 1_000}) {
      List<List<String>> heard = new ArrayList<>();
      for (String owner : List.of("victim", "nobody")) {
        calls.clear();
        BinPage page =
            ann.list(
                BinQuery.builder().state(InstanceState.RUNNING).owner(owner).limit(limit).build());
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isNull();
        heard.add(List.copyOf(calls));
      }
      assertThat(heard.get(0)).as("limit %d", limit).isEqualTo(heard.get(1));
    }
  }

  /** Who may take in an id learns that it is taken, and of what is there nothing. */
  @Test
  @Tag("ADO-04")
  void whoMayOnlyRegisterLearnsNothingOfWhatIsThere() {
    AuthorizedReprieve ann =
        ann(
            PolicyDocument.builder()
                .allow(List.of("shelf:Register", "shelf:Adopt"), List.of("*"))
                .allow(List.of("*"), List.of("*:instance/mine-*"))
                .build());
    for (InstanceKey key : List.of(theirs, mine)) {
      Registration other = Registration.of(key, "ann's", BillingMode.PAY_AS_YOU_GO).unprotected();
      for (Answer answer :
          List.of(
              ann.register(other), ann.adopt(Adoption.of(other, InstanceState.RUNNING).build()))) {
        assertThat(answer.refusal().code()).isEqualTo(RefusalCode.DIFFERENT_FACTS);
        assertThat(answer.refusal().rule()).isEqualTo("ADO-04");
        if (key.equals(theirs)) {
          assertThat(answer.refusal().message())
              .isEqualTo("tenant/region/shelf/theirs-1 is there already with other facts");
        } else {
          assertThat(answer.refusal().message()).contains("\"owner\" there, \"ann's\" now");
        }
      }
    }
    assertThat(denied).isEmpty();
  }

  @Test
  void anAuthorizerThatThrowsPermitsNothing() {
    AuthorizedReprieve ann =
        as(
            (principal, action, resource) -> {
              throw new IllegalStateException("no connection");
            });
    assertThat(ann.report(mine, now(Operation.STOP)).refusal().code())
        .isEqualTo(RefusalCode.NOT_AUTHORIZED);
    assertThat(ann.view(mine)).isNull();
    assertThat(bench.state(mine)).isEqualTo(InstanceState.RUNNING);
  }

  /** Whoever adds something to an event must take it along, or it would be lost on this way. */
  @Test
  void anEventAskedBySomebodyElseIsOtherwiseTheSame() throws ReflectiveOperationException {
    Event.Builder builder = Event.builder(Operation.HOLD, day(1));
    for (var method : Event.Builder.class.getMethods()) {
      if (method.getReturnType() != Event.Builder.class || method.getParameterCount() != 1) {
        continue;
      }
      Class<?> type = method.getParameterTypes()[0];
      if (type == String.class) {
        method.invoke(builder, "a-" + method.getName());
      } else if (type == boolean.class) {
        method.invoke(builder, true);
      } else if (type == Instant.class) {
        method.invoke(builder, day(9));
      } else {
        assertThat(type.getSimpleName()).isEqualTo("Attributes");
        method.invoke(builder, dev.reprieve.model.Attributes.ofTexts(Map.of("label", "synthetic")));
      }
    }
    Event event = builder.build();
    Event asked = event.askedBy("ann");
    assertThat(asked.by()).isEqualTo("ann");
    assertThat(asked).isNotEqualTo(event);
    for (var method : Event.class.getMethods()) {
      if (method.getDeclaringClass() == Event.class
          && method.getParameterCount() == 0
          && !List.of("by", "hashCode").contains(method.getName())) {
        assertThat(method.invoke(asked)).as(method.getName()).isEqualTo(method.invoke(event));
      }
    }
  }
}
