package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditChain;
import dev.reprieve.recyclebin.AuditHead;
import dev.reprieve.recyclebin.AuditTrail;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.OwnerChange;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RememberedMessage;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.simulation.VirtualClock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of stores, each caught by the test that is named for it. */
class PlantedRepositoryFaultsTest {
  /** What can be wrong with a store. */
  enum Fault {
    NONE,
    HAS_ITS_OWN_CLOCK,
    COMPARES_NO_VERSION,
    WRITES_ROW_BY_ROW,
    WRITES_WHAT_WAS_DECIDED_LONG_AGO,
    LOSES_HOLDS,
    IS_DUE_A_MICROSECOND_EARLY,
    REMEMBERS_AN_EVENT_TWICE,
    FORGETS_EVENTS_A_DAY_EARLY,
    LEASES_NOTHING,
    SETS_NOTHING_ASIDE,
    REPLACES_A_KEPT_POLICY,
    LISTS_EVERYTHING_ON_ONE_PAGE,
    LINKS_EACH_LINE_TO_NOTHING,
    HAS_NO_TRAIL_OF_ITS_OWN,
    ANCHORS_EVERYTHING_AGAIN,
    PAGES_ANCHORS_FROM_THE_FIRST,
    FENCES_STAND_STILL,
    BELIEVES_EVERY_LEASE,
    ENDS_EVERY_LEASE_BEYOND_AN_HOUR,
    FORGETS_ACKNOWLEDGEMENTS,
    COMPARES_NO_OWNER,
    LETS_THE_LAST_ONE_SAY_WHAT_AN_OWNER_OWES,
    WRITES_OF_AN_OWNER_APART,
    REMEMBERS_A_MESSAGE_TWICE,
    FORGETS_MESSAGES_A_DAY_EARLY,
    FORGETS_MESSAGES_OF_A_LIVING_OWNER,
    // What the safeguards rest on.
    IGNORES_THE_KILL_SWITCH,
    ADMITS_EVERYTHING,
    HAS_NO_FLOOR,
    FORGETS_CONFIRMATIONS,
    GIVES_AN_ASK_TWICE
  }

  /** The contract of a faulty store. */
  static final class Planted extends RecycleBinRepositoryContract {
    private static Fault planted = Fault.NONE;

    @Override
    protected RecycleBinRepository emptyStore(VirtualClock clock) {
      return (RecycleBinRepository)
          Proxy.newProxyInstance(
              Planted.class.getClassLoader(),
              new Class<?>[] {RecycleBinRepository.class},
              new FaultyStore(
                  RecycleBinRepository.inMemory(clock),
                  planted,
                  new AtomicReference<>(Instant.MIN)));
    }
  }

  private static final BinQuery ANYTHING =
      BinQuery.builder().state(InstanceState.PURGED).limit(1).build();

  /** The store in memory, but for one thing. */
  private record FaultyStore(
      RecycleBinRepository sound, Fault fault, AtomicReference<Instant> latest)
      implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
      Object[] args = given == null ? new Object[0] : given.clone();
      switch (fault) {
        case HAS_ITS_OWN_CLOCK -> {
          if (method.getName().equals("now")) {
            return Instant.EPOCH;
          }
        }
        case COMPARES_NO_VERSION -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            args[0] = with(commit, commit.rows().stream().map(this::overWhateverIsThere).toList());
          }
        }
        case WRITES_ROW_BY_ROW -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            commit.rows().forEach(row -> sound.commit(with(nothingElse(), List.of(row))));
          }
        }
        case WRITES_WHAT_WAS_DECIDED_LONG_AGO -> {
          if (args.length > 0 && args[0] instanceof Commit commit && commit.decidedAt() != null) {
            args[0] = commit.toBuilder().decided(sound.now()).build();
          }
        }
        case LOSES_HOLDS -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            args[0] = with(commit, commit.rows().stream().map(FaultyStore::unheld).toList());
          }
        }
        case IS_DUE_A_MICROSECOND_EARLY -> {
          if (method.getName().equals("due")) {
            args[0] = ((Instant) args[0]).plusNanos(1000);
          }
        }
        case REMEMBERS_AN_EVENT_TWICE -> {
          if (args.length > 0 && args[0] instanceof Commit commit && isRemembered(commit)) {
            return Commit.Result.COMMITTED;
          }
        }
        case FORGETS_EVENTS_A_DAY_EARLY -> {
          if (method.getName().equals("forgetEvents")) {
            args[0] = ((Duration) args[0]).minusDays(1);
          }
        }
        case LEASES_NOTHING -> {
          if (method.getName().equals("claimEffects")) {
            args[1] = Duration.ZERO;
          }
        }
        case SETS_NOTHING_ASIDE -> {
          if (method.getName().equals("setAside") && args.length > 1) {
            return null;
          }
        }
        case REPLACES_A_KEPT_POLICY -> {
          if (method.getName().equals("keepPolicy")) {
            method.invoke(sound, args);
            return true;
          }
        }
        case LISTS_EVERYTHING_ON_ONE_PAGE -> {
          if (method.getName().equals("list")) {
            args[0] = BinQuery.everything();
          }
        }
        case LINKS_EACH_LINE_TO_NOTHING -> {
          if (method.getReturnType() == AuditTrail.class) {
            return unlinked((AuditTrail) method.invoke(sound, args));
          }
        }
        case HAS_NO_TRAIL_OF_ITS_OWN -> {
          if (method.getName().equals("storeTrail")) {
            return new AuditTrail(null, List.of(), null);
          }
        }
        case ANCHORS_EVERYTHING_AGAIN -> {
          if (method.getName().equals("anchor")) {
            return everythingAgain(sound.anchor());
          }
        }
        case PAGES_ANCHORS_FROM_THE_FIRST -> {
          if (method.getName().equals("anchors")) {
            args[0] = 0L;
          }
        }
        case FENCES_STAND_STILL -> {
          if (method.getName().equals("claimEffects")) {
            return sound
                .claimEffects((Instant) args[0], (Duration) args[1], (Integer) args[2])
                .stream()
                .map(
                    claim ->
                        new EffectClaim(claim.record(), claim.instance(), claim.earlierFacts(), 1))
                .toList();
          }
        }
        case BELIEVES_EVERY_LEASE -> {
          Instant before = latest.getAndAccumulate(sound.now(), FaultyStore::later);
          if (method.getName().equals("claimEffects")
              && sound.now().isBefore(before)
              && sound.nextEffect() != null) {
            return List.of();
          }
        }
        case ENDS_EVERY_LEASE_BEYOND_AN_HOUR -> {
          if (method.getName().equals("claimEffects")
              && ((Duration) args[1]).compareTo(Duration.ofHours(1)) > 0) {
            args[1] = Duration.ofMinutes(1);
          }
        }
        case FORGETS_ACKNOWLEDGEMENTS -> {
          if (method.getName().equals("changeGuard")) {
            args[1] = unacknowledged((GuardState) args[1]);
          }
        }
        case COMPARES_NO_OWNER -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            args[0] = commit.toBuilder().knowing(null).build();
          }
        }
        case LETS_THE_LAST_ONE_SAY_WHAT_AN_OWNER_OWES -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            args[0] = commit.toBuilder().recording(overWhateverIsRecorded(commit)).build();
          }
        }
        case WRITES_OF_AN_OWNER_APART -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            sound.commit(Commit.builder().recording(commit.ownerChange()).build());
          }
        }
        case REMEMBERS_A_MESSAGE_TWICE -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            args[0] = commit.toBuilder().recording(onceMore(commit.ownerChange())).build();
          }
        }
        case FORGETS_MESSAGES_A_DAY_EARLY -> {
          // Those of instances live as long as they should.
          if (method.getName().equals("forgetEvents") && sound.list(ANYTHING).isEmpty()) {
            args[0] = ((Duration) args[0]).minusDays(1);
          }
        }
        case FORGETS_MESSAGES_OF_A_LIVING_OWNER -> {
          if (method.getName().equals("forgetEvents")) {
            latest.set(Instant.MAX);
          } else if (latest.get().equals(Instant.MAX)
              && args.length == 2
              && args[0] instanceof OwnerKey) {
            return null;
          }
        }
        // What the safeguards rest on.
        case IGNORES_THE_KILL_SWITCH -> {
          GuardState state = sound.guard();
          if (method.getName().equals("claimEffects") && state.killSwitch() != null) {
            sound.changeGuard(state.version(), state.killSwitch(null));
            Object claimed = method.invoke(sound, args);
            GuardState off = sound.guard();
            sound.changeGuard(off.version(), off.killSwitch(state.killSwitch()));
            return claimed;
          }
        }
        case ADMITS_EVERYTHING -> {
          if (args.length > 0 && args[0] instanceof Commit commit) {
            args[0] = commit.toBuilder().admitted(null).build();
          }
        }
        case HAS_NO_FLOOR -> {
          if (args.length > 0 && args[0] instanceof Commit commit && commit.admission() != null) {
            Admission asked = commit.admission();
            args[0] =
                commit.toBuilder()
                    .admitted(
                        new Admission(asked.guardVersion(), asked.tally(), asked.ceilings(), 0))
                    .build();
          }
        }
        case FORGETS_CONFIRMATIONS -> {
          if (method.getName().equals("confirmedBy")) {
            return null;
          }
        }
        case GIVES_AN_ASK_TWICE -> {
          if (method.getName().equals("takeAsk")) {
            return sound.asks().stream()
                .filter(ask -> ask.id().equals(args[0]))
                .findFirst()
                .orElse(null);
          }
        }
        case NONE -> {}
      }
      try {
        return method.invoke(sound, args);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }

    private static AuditTrail unlinked(AuditTrail trail) {
      return new AuditTrail(
          trail.key(),
          trail.lines().stream()
              .map(line -> AuditChain.next(null, line.position(), line.entry()))
              .toList(),
          trail.head());
    }

    /** Each anchor names every head there is, as if none had been made before. */
    private AuditAnchor everythingAgain(AuditAnchor anchor) {
      List<AuditHead> heads = new ArrayList<>(anchor.heads());
      for (AuditAnchor before : sound.anchors(0, (int) anchor.number() - 1)) {
        for (AuditHead head : before.heads()) {
          if (heads.stream().noneMatch(known -> Objects.equals(known.key(), head.key()))) {
            heads.add(head);
          }
        }
      }
      List<AuditAnchor> all = sound.anchors(0, (int) anchor.number() - 1);
      AuditAnchor previous = all.isEmpty() ? null : all.get(all.size() - 1);
      return AuditChain.anchor(previous, anchor.at(), anchor.position(), anchor.lines(), heads);
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }

    private static GuardState unacknowledged(GuardState state) {
      return new GuardState(
          state.version(),
          state.killSwitch(),
          state.clockHalt(),
          state.trips(),
          state.outages(),
          state.limits(),
          0,
          state.lag(),
          state.apart());
    }

    private RowChange overWhateverIsThere(RowChange row) {
      Instance there = sound.find(row.next().key());
      long version = there == null ? RowChange.ABSENT : there.version();
      Instance next =
          row.next().version() > version
              ? row.next()
              : row.next().toBuilder().version(version + 1).build();
      return new RowChange(version, next, row.dueAt());
    }

    private static RowChange unheld(RowChange row) {
      Instance next = row.next().toBuilder().holds(Holds.none()).build();
      return new RowChange(row.expectedVersion(), next, row.dueAt());
    }

    private boolean isRemembered(Commit commit) {
      RememberedEvent event = commit.remembered();
      return event != null && sound.remembered(event.key(), event.id()) != null;
    }

    private @Nullable OwnerChange overWhateverIsRecorded(Commit commit) {
      OwnerChange change = commit.ownerChange();
      if (change == null) {
        return null;
      }
      long version = sound.ownerFact(change.next().owner()).version();
      return version < change.next().version()
          ? new OwnerChange(version, change.next(), change.remembered())
          : change;
    }

    private @Nullable OwnerChange onceMore(@Nullable OwnerChange change) {
      RememberedMessage message = change == null ? null : change.remembered();
      return message == null || sound.remembered(message.owner(), message.id()) == null
          ? change
          : new OwnerChange(change.expectedVersion(), change.next(), null);
    }

    private static Commit nothingElse() {
      return Commit.builder().build();
    }

    private static Commit with(Commit commit, List<RowChange> rows) {
      return commit.toBuilder().rows(rows).build();
    }
  }

  @Test
  void theGroundIsSound() {
    Planted.planted = Fault.NONE;
    assertThat(ContractRun.failing(Planted.class)).isEmpty();
  }

  @ParameterizedTest
  @Tag("ALL-05")
  @Tag("ALL-14")
  @Tag("ALL-15")
  @CsvSource({
    "HAS_ITS_OWN_CLOCK, theClockIsTheStores",
    "COMPARES_NO_VERSION, aRowIsWrittenOnceAndThenOnlyOverTheVersionThatWasSeen",
    "WRITES_ROW_BY_ROW, oneConflictAndNothingIsWritten",
    "WRITES_WHAT_WAS_DECIDED_LONG_AGO, whatWasDecidedAtAnotherTimeThanNowIsAConflict",
    "LOSES_HOLDS, whatDestroysIsWithheldUnderAHoldWhereverItStands",
    "IS_DUE_A_MICROSECOND_EARLY, whatIsDueComesEarliestFirstAndEqualOnesAsTheyWereWritten",
    "REMEMBERS_AN_EVENT_TWICE, anEventIdIsRememberedOnce",
    "FORGETS_EVENTS_A_DAY_EARLY, idsAreForgottenOnlyOfWhatHasBeenGoneForLongerThanTheSpan",
    "LEASES_NOTHING, aLeaseThatRanOutIsClaimedAnewAndTheOldAnswerConflicts",
    "SETS_NOTHING_ASIDE, whatIsSetAsideIsLookedAtOnceItIsTimeAndWhatIsParkedNever",
    "REPLACES_A_KEPT_POLICY, thePolicyOfAVersionIsKeptOnceAndNeverReplaced",
    "LISTS_EVERYTHING_ON_ONE_PAGE, theBinIsListedByKeyAndInPages",
    "LINKS_EACH_LINE_TO_NOTHING, eachLineIsLinkedToTheOneBeforeOfItsTrail",
    "HAS_NO_TRAIL_OF_ITS_OWN, whatConcernsTheWholeStoreHasATrailOfItsOwn",
    "ANCHORS_EVERYTHING_AGAIN, anAnchorNamesWhatHasGrownSinceTheOneBefore",
    "PAGES_ANCHORS_FROM_THE_FIRST, anchorsAreKeptInOrderAndReadByPages",
    "FENCES_STAND_STILL, eachClaimOfAnInstanceHasAGreaterFence",
    "BELIEVES_EVERY_LEASE, aLeaseInTheImplausibleFutureHasRunOut",
    "ENDS_EVERY_LEASE_BEYOND_AN_HOUR, aLongLeaseIsNotImplausible",
    "FORGETS_ACKNOWLEDGEMENTS, whatTheSafeguardsRememberIsKeptWhole",
    "COMPARES_NO_OWNER, whatIsTakenInKnowsItsOwnersArrearsOrIsNotWritten",
    "LETS_THE_LAST_ONE_SAY_WHAT_AN_OWNER_OWES,"
        + " whatIsRecordedOfAnOwnerIsWrittenOverTheVersionThatWasSeen",
    "WRITES_OF_AN_OWNER_APART, theFactOfAnOwnerItsLineAndItsIdAreWrittenTogetherOrNotAtAll",
    "REMEMBERS_A_MESSAGE_TWICE, aMessageOfAnOwnerIsRememberedOnce",
    "FORGETS_MESSAGES_A_DAY_EARLY, theIdsOfAnOwnerOutliveWhatIsSaidOfItByTheSpan",
    "FORGETS_MESSAGES_OF_A_LIVING_OWNER, theIdsOfAnOwnerOutliveItsLastInstanceByTheSpan",
    "IGNORES_THE_KILL_SWITCH, whatIsReadyIsWhatIsClaimedAndNothingDestructiveUnderTheKillSwitch",
    "ADMITS_EVERYTHING, overALimitNothingIsWrittenAndTheSameIsCountedOnce",
    "HAS_NO_FLOOR, thePopulationIsWhatIsNeitherPurgingNorGoneAndTheFloorIsUnderIt",
    "FORGETS_CONFIRMATIONS, plansConfirmationsAndAsksAreKept",
    "GIVES_AN_ASK_TWICE, plansConfirmationsAndAsksAreKept",
  })
  void aFaultOfAStoreIsCaught(Fault fault, String caughtBy) {
    Planted.planted = fault;
    assertThat(ContractRun.failing(Planted.class)).contains(caughtBy);
  }
}
