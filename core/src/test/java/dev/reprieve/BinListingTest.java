package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.BinQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bin as a user knows it. */
class BinListingTest {
  private final Bench bench = new Bench(Policies.shelf(), Policies.runner());

  @BeforeEach
  void fill() {
    for (int i = 0; i < 7; i++) {
      bench.registered(
          Registration.of(
                  Snapshots.key(i % 2 == 0 ? "shelf" : "runner", "i" + i),
                  "owner-" + i % 3,
                  BillingMode.SUBSCRIPTION)
              .attributes(
                  Attributes.empty()
                      .withText("name", "Orders " + i)
                      .withText("tag.env", i < 4 ? "prod" : "test"))
              .expiresAt(day(1 + i))
              .unprotected());
    }
  }

  private List<String> ids(BinQuery query) {
    return bench.engine.list(query).items().stream().map(item -> item.key().id()).toList();
  }

  @Test
  @Tag("ALL-12")
  void showsWhatIsLockedRetainedOrPurgingAndNothingElse() {
    bench.settleAt(day(3));

    // Product "shelf" is locked at once; "runner" runs on.
    assertThat(ids(BinQuery.everything())).containsExactly("i0", "i2");
    BinItem first = bench.engine.list(BinQuery.everything()).items().get(0);
    assertThat(first.state()).isEqualTo(InstanceState.LOCKED);
    assertThat(first.name()).isEqualTo("Orders 0");
    assertThat(first.tags()).containsExactly(Map.entry("env", "prod"));
    assertThat(first.nextState()).isEqualTo(InstanceState.RETAINED);
    // Locked when the sweep came by, on day 3, and served in full from there (ALL-14).
    assertThat(first.nextAt()).isEqualTo(day(18));
    assertThat(first.operations()).contains("RENEW", "DESTROY").doesNotContain("REBUILD");
  }

  @Test
  void eachFilterAloneAndTogether() {
    bench.settleAt(day(7));

    assertThat(ids(BinQuery.builder().product("runner").build())).isEmpty();
    assertThat(ids(BinQuery.builder().product("shelf").build()))
        .containsExactly("i0", "i2", "i4", "i6");
    assertThat(ids(BinQuery.builder().state(InstanceState.RUNNING).build()))
        .containsExactly("i1", "i3", "i5");
    assertThat(ids(BinQuery.builder().owner("owner-0").build())).containsExactly("i0", "i6");
    assertThat(ids(BinQuery.builder().tag("env", "test").build())).containsExactly("i4", "i6");
    assertThat(ids(BinQuery.builder().tag("env", "test").owner("owner-1").build()))
        .containsExactly("i4");
    assertThat(ids(BinQuery.builder().text("ORDERS 2").build())).containsExactly("i2");
    assertThat(ids(BinQuery.builder().text("I4").build())).containsExactly("i4");
    assertThat(ids(BinQuery.builder().region("nowhere").build())).isEmpty();
    assertThat(ids(BinQuery.builder().tenant("nobody").build())).isEmpty();
  }

  @Test
  void theRangeOfDeadlinesIsHalfOpen() {
    bench.settleAt(day(1));
    bench.settleAt(day(3));
    // i0 was locked on day 1 and i2 on day 3: their next deadlines are on days 16 and 18.
    assertThat(ids(BinQuery.builder().deadlineFrom(day(16)).deadlineBefore(day(18)).build()))
        .containsExactly("i0");
    assertThat(ids(BinQuery.builder().deadlineFrom(day(18)).build())).containsExactly("i2");
  }

  @Test
  void pagesStandStillWhileOthersComeAndGo() {
    bench.settleAt(day(7));
    BinQuery query = BinQuery.builder().limit(2).build();
    BinPage first = bench.engine.list(query);
    bench.subscription("shelf", "a-newcomer", day(7));
    bench.settleAt(day(7));

    List<String> rest = new ArrayList<>();
    for (BinQuery next = first.next(); next != null; ) {
      BinPage page = bench.engine.list(next);
      page.items().forEach(item -> rest.add(item.key().id()));
      next = page.next();
    }

    assertThat(first.items()).extracting(item -> item.key().id()).containsExactly("i0", "i2");
    assertThat(rest).containsExactly("i4", "i6");
  }

  @Test
  void aPageHasAReasonableSize() {
    assertThatThrownBy(() -> BinQuery.builder().limit(0).build())
        .hasMessageContaining("expected 1 to 1000");
    assertThatThrownBy(() -> BinQuery.builder().limit(1_001).build())
        .hasMessageContaining("expected 1 to 1000");
  }

  @Test
  @Tag("KEC-08")
  @Tag("SAF-09")
  void eachOfABatchGetsItsOwnAnswerAndOneRefusalStopsNoOther() {
    bench.settleAt(day(3));
    InstanceKey locked = Snapshots.key("shelf", "i0");
    InstanceKey running = Snapshots.key("runner", "i1");
    InstanceKey other = Snapshots.key("shelf", "i2");

    List<Answer> answers =
        bench.engine.reportAll(
            List.of(
                new BatchAsk(locked, Event.of(Operation.DESTROY, day(3))),
                new BatchAsk(running, Event.of(Operation.DESTROY, day(3))),
                new BatchAsk(other, Event.of(Operation.DESTROY, day(3)))));

    assertThat(answers).extracting(Answer::isApplied).containsExactly(true, false, true);
    assertThat(answers).extracting(Answer::key).containsExactly(locked, running, other);
  }

  @Test
  @Tag("ADO-05")
  void reconcilingListsByIdAndChangesNothing() {
    bench.settleAt(day(3));
    InstanceKey same = Snapshots.key("shelf", "i0");
    InstanceKey different = Snapshots.key("shelf", "i2");
    InstanceKey unknown = Snapshots.key("shelf", "elsewhere");
    long version = bench.row(different).version();

    Reconciliation found =
        bench.engine.reconcile(
            List.of(
                new Observation(
                    same, InstanceState.LOCKED, "owner-0", null, day(1), Attributes.empty()),
                new Observation(
                    different,
                    InstanceState.RUNNING,
                    "owner-2",
                    null,
                    null,
                    Attributes.empty().withText("name", "Orders")),
                new Observation(unknown, null, null, null, null, Attributes.empty()))
                .stream());

    assertThat(found.same()).containsExactly(same);
    assertThat(found.different().keySet()).containsExactly(different);
    assertThat(found.different().get(different))
        .containsExactly(
            "state is RUNNING there and LOCKED here",
            "attribute name is Orders there and Orders 2 here");
    assertThat(found.onlyThere()).containsExactly(unknown);
    assertThat(found.onlyHere())
        .extracting(InstanceKey::id)
        .containsExactly("i1", "i3", "i5", "i4", "i6");
    assertThat(bench.row(different).version()).isEqualTo(version);
    assertThat(bench.state(Snapshots.key("runner", "i1"))).isEqualTo(InstanceState.RUNNING);
  }

  /** Another instance with the same id: what a purge would take for the one that was registered. */
  @Test
  @Tag("ADO-05")
  @Tag("SAF-14")
  void reconcilingComparesTheIdentity() {
    InstanceKey key = Snapshots.key("shelf", "with-identity");
    bench.registered(
        Registration.of(key, "owner", BillingMode.PAY_AS_YOU_GO).identity("uuid-1").unprotected());
    for (String seen : new String[] {"uuid-1", null}) {
      assertThat(bench.engine.reconcile(Stream.of(seenAs(key, seen))).same()).containsExactly(key);
    }
    assertThat(bench.engine.reconcile(Stream.of(seenAs(key, "uuid-2"))).different())
        .containsEntry(key, List.of("identity is uuid-2 there and uuid-1 here"));
    InstanceKey without = Snapshots.key("shelf", "i0");
    assertThat(bench.engine.reconcile(Stream.of(seenAs(without, "uuid-3"))).different())
        .containsEntry(without, List.of("identity is uuid-3 there and not known here"));
  }

  private static Observation seenAs(InstanceKey key, String identity) {
    return new Observation(key, null, null, null, null, Attributes.empty(), identity);
  }

  /** A set of the JDK's copyOf is gone through in another order in each process. */
  @Test
  @Tag("ALL-12")
  void operationsAndTagsAreSorted() {
    bench.settleAt(day(7));
    for (BinItem item : bench.engine.list(BinQuery.builder().build()).items()) {
      assertThat(List.copyOf(item.operations())).isSorted().hasSizeGreaterThan(3);
    }
    BinItem item =
        new BinItem(
            Snapshots.key("shelf", "i1"),
            null,
            "owner",
            "SHELF",
            BillingMode.SUBSCRIPTION,
            InstanceState.LOCKED,
            day(1),
            null,
            null,
            null,
            false,
            false,
            Set.of("STOP", "RENEW", "HOLD", "DESTROY", "UNHOLD", "SNOOZE"),
            Map.of("env", "1", "app", "2", "zone", "3", "cost", "4", "team", "5"),
            day(2));
    assertThat(item.operations())
        .containsExactly("DESTROY", "HOLD", "RENEW", "SNOOZE", "STOP", "UNHOLD");
    assertThat(item.tags().keySet()).containsExactly("app", "cost", "env", "team", "zone");
  }
}
