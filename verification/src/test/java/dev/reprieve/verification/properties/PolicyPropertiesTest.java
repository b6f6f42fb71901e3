package dev.reprieve.verification.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.NextStep;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.SimulatedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * The rules that hold for every policy, over random fleets and histories through the whole engine.
 * Each try runs one fleet of each policy.
 */
class PolicyPropertiesTest {
  private static final PolicyRegistry POLICIES = PolicyRegistry.discover();

  /** An act of the instance's own user or of an operator may move a purge nearer. */
  private static final Set<String> ASKED_FOR = Set.of("DESTROY", "RELEASE");

  private static final Set<String> BACK = Set.of("RENEW", "RESTORE", "SETTLE");

  @Provide
  Arbitrary<List<History>> histories() {
    return Arbitraries.randomValue(
        random -> POLICIES.latest().stream().map(one -> History.random(one, random)).toList());
  }

  @Property(tries = 1500)
  @Tag("ALL-01")
  void noPurgeComesBeforeAnyInstantThatWasShown(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          Instant promised = Instant.MIN;
          for (Trace.Step step : life) {
            Decision decision = step.decided();
            if (decision.beginsPurge()) {
              assertThat(
                      ASKED_FOR.contains(decision.cause().name())
                          || !decision.at().isBefore(promised))
                  .as("%s promised for %s: %s", id, promised, life)
                  .isTrue();
              assertThat(decision.cause().equals(Cause.DEADLINE) && tooEarly(decision))
                  .as("%s purged before the shortest span of the rulebook: %s", id, life)
                  .isFalse();
            }
            NextStep next = step.next();
            if (next != null && next.to() == InstanceState.PURGED) {
              assertThat(step.byTime() && next.at().isBefore(promised))
                  .as("%s: time alone moved the purge nearer: %s", id, life)
                  .isFalse();
              promised = next.at();
            } else if (!step.byTime()) {
              promised = Instant.MIN;
            }
          }
        });
  }

  /** Written by hand from sections 3 to 5: how long what is purged by time lay there at least. */
  private static boolean tooEarly(Decision purge) {
    Instance before = Objects.requireNonNull(purge.before());
    Duration lay = Duration.between(before.since(), purge.at());
    boolean binned = before.state() == InstanceState.RETAINED;
    return switch (before.key().product()) {
      case "kec" ->
          binned ? lay.compareTo(Duration.ofHours(2)) < 0 : lay.compareTo(Duration.ofDays(7)) < 0;
      case "mongodb" -> lay.compareTo(binned ? Duration.ofDays(7) : Duration.ofDays(15)) < 0;
      default -> !binned || lay.compareTo(Duration.ofDays(7)) < 0;
    };
  }

  @Property(tries = 1500)
  @Tag("ALL-02")
  @Tag("ALL-14")
  void stagesArePassedInOrderAndBothInstantsAreRecorded(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          InstanceState state = null;
          for (Trace.Step step : life) {
            Decision decision = step.decided();
            assertThat(decision.from()).as("%s: %s", id, life).isEqualTo(state);
            assertThat(decision.at()).isAfterOrEqualTo(decision.dueAt());
            if (step.byTime() && state != null) {
              assertThat(decision.to().ordinal()).isGreaterThanOrEqualTo(state.ordinal());
              assertThat(decision.to() == InstanceState.RETAINED && state.isLive())
                  .as("%s skipped its lock: %s", id, life)
                  .isFalse();
              assertThat(decision.to() == InstanceState.PURGING && state.isLive()).isFalse();
              if (decision.to() != InstanceState.PURGING) {
                assertThat(decision.at()).isEqualTo(decision.dueAt());
              }
            }
            state = decision.to();
          }
        });
  }

  @Property(tries = 1500)
  @Tag("ALL-03")
  @Tag("ALL-07")
  void whatIsAskedIsJudgedAfterEveryDeadlineUpToThen(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          for (Trace.Step step : life) {
            Instance before = step.decided().before();
            Deadline deadline = before == null ? null : before.deadline();
            if (before == null || deadline == null || step.byTime()) {
              continue;
            }
            boolean held = before.holds().anyInForceAt(step.decided().at());
            assertThat(deadline.dueAt().isAfter(step.decided().at()) || (held && deadline.purges()))
                .as("%s was asked in a state that had ended: %s", id, life)
                .isTrue();
          }
        });
  }

  @Property(tries = 1500)
  @Tag("ALL-04")
  void nothingFollowsAPurgeButItsConfirmation(@ForAll("histories") List<History> all) {
    for (History history : all) {
      Trace.of(history, POLICIES)
          .steps()
          .forEach(
              (id, life) -> {
                boolean gone = false;
                for (Trace.Step step : life) {
                  Decision decision = step.decision();
                  if (gone && decision != null) {
                    assertThat(decision.cause()).isEqualTo(Cause.PURGE_CONFIRMED);
                  } else if (gone) {
                    assertThat(Objects.requireNonNull(step.refusal()).code())
                        .isEqualTo(RefusalCode.PURGED);
                  }
                  gone |= decision != null && decision.beginsPurge();
                }
              });
    }
  }

  @Property(tries = 1500)
  @Tag("ALL-06")
  void noDecisionComesBeforeTheLastOneRecorded(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          for (int i = 1; i < life.size(); i++) {
            Instance last = life.get(i - 1).decided().after();
            Instance next = life.get(i).decided().after();
            assertThat(next.recordedAt()).isAfterOrEqualTo(last.recordedAt());
            assertThat(next.version()).isGreaterThan(last.version());
          }
        });
  }

  @Property(tries = 1500)
  @Tag("ALL-10")
  @Tag("SCN-08")
  void nothingHeldIsPurgedAndNothingProtectedIsReleased(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          for (Trace.Step step : life) {
            Decision decision = step.decided();
            Instance before = decision.before();
            if (before == null) {
              continue;
            }
            assertThat(decision.beginsPurge() && before.holds().anyInForceAt(decision.at()))
                .as("%s was purged under a hold: %s", id, life)
                .isFalse();
            assertThat(before.releaseProtected() && ASKED_FOR.contains(decision.cause().name()))
                .as("%s was protected: %s", id, life)
                .isFalse();
          }
        });
  }

  @Property(tries = 1500)
  @Tag("ALL-11")
  @Tag("SCN-12")
  @Tag("SCN-13")
  void whatComesBackHasAFreshClock(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          for (Trace.Step step : life) {
            Decision decision = step.decided();
            if (BACK.contains(decision.cause().name()) && decision.to().isLive()) {
              Deadline deadline = decision.after().deadline();
              if (decision.cause().equals(Cause.of(Operation.RENEW))) {
                assertThat(Objects.requireNonNull(deadline).at())
                    .isEqualTo(decision.after().expiresAt())
                    .isAfter(decision.at());
              } else {
                assertThat(deadline).as("%s: %s", id, life).isNull();
              }
            }
          }
        });
  }

  @Property(tries = 1500)
  @Tag("SCN-09")
  void whatWasShownToComeNextComes(@ForAll("histories") List<History> all) {
    eachLife(
        all,
        (id, life) -> {
          for (int i = 0; i < life.size(); i++) {
            NextStep next = life.get(i).next();
            Trace.Step following = i + 1 < life.size() ? life.get(i + 1) : null;
            InstanceState state = life.get(i).decided().to();
            if (state == InstanceState.PURGING || state == InstanceState.PURGED) {
              continue;
            }
            if (following == null) {
              assertThat(next).as("%s: shown, and never came: %s", id, life).isNull();
            } else if (following.byTime()) {
              InstanceState to = following.decided().to();
              assertThat(next)
                  .as("%s: came otherwise than shown: %s", id, life)
                  .isEqualTo(
                      new NextStep(
                          following.decided().at(),
                          to == InstanceState.PURGING ? InstanceState.PURGED : to));
            } else if (next != null) {
              assertThat(following.decided().at()).isBeforeOrEqualTo(next.at());
            }
          }
        });
  }

  @Property(tries = 1000)
  @Tag("ALL-12")
  void theTimelineComesTrueIfNobodyDoesAnything(
      @ForAll("histories") List<History> all, @ForAll Random random) {
    for (History history : all) {
      Instant asked = History.T.plus(Duration.ofHours(random.nextInt(24 * 60)));
      List<SimulatedEvent> before =
          history.events().stream().filter(one -> !one.event().at().isAfter(asked)).toList();
      Trace stopped = Trace.of(history, before, POLICIES, asked);
      Trace onwards = Trace.of(history, before, POLICIES, null);
      onwards
          .decided()
          .forEach(
              (id, life) -> {
                List<Trace.Step> known = stopped.decided().getOrDefault(id, List.of());
                if (known.isEmpty()) {
                  return;
                }
                Instance instance = kept(stopped, known.get(known.size() - 1).decided().after());
                List<String> came = new ArrayList<>();
                life.stream()
                    .filter(step -> step.byTime() && step.decided().at().isAfter(asked))
                    .forEach(step -> came.add(text(step.decided())));
                assertThat(shown(stopped, instance, asked)).as("%s: %s", id, life).isEqualTo(came);
              });
    }
  }

  /** As the store has it: what the host has confirmed since the last decision included. */
  private static Instance kept(Trace trace, Instance decided) {
    return Objects.requireNonNull(trace.simulation().engine().repository().find(decided.key()));
  }

  private static List<String> shown(Trace stopped, Instance instance, Instant asked) {
    RetentionPolicy policy = POLICIES.ruling(instance);
    if (policy == null || instance.state().isTerminal()) {
      return List.of();
    }
    return Projection.of(stopped.simulation().engine().interpreter(), policy, instance, asked)
        .steps()
        .stream()
        .map(step -> step.at() + " " + step.from() + " " + step.to() + " " + step.rule())
        .toList();
  }

  private static String text(Decision decision) {
    InstanceState to = decision.to();
    return decision.at()
        + " "
        + decision.from()
        + " "
        + (to == InstanceState.PURGING ? InstanceState.PURGED : to)
        + " "
        + decision.rule();
  }

  @Property(tries = 1000)
  @Tag("SCN-05")
  @Tag("SCN-16")
  void theSameFileGivesTheSameLines(@ForAll("histories") List<History> all) {
    for (History history : all) {
      assertThat(Trace.of(history, POLICIES).lines())
          .isEqualTo(Trace.of(history, POLICIES).lines());
    }
  }

  @Property(tries = 1000)
  @Tag("SCN-01")
  @Tag("SCN-06")
  void theOrderOfTheFileMattersAtEqualInstantsAlone(
      @ForAll("histories") List<History> all, @ForAll Random random) {
    for (History history : all) {
      if (history.hasNoTwoAtOneInstant()) {
        List<SimulatedEvent> shuffled = new ArrayList<>(history.events());
        Collections.shuffle(shuffled, random);
        assertThat(Trace.of(history, shuffled, POLICIES, null).lines())
            .isEqualTo(Trace.of(history, POLICIES).lines());
      }
    }
  }

  private static void eachLife(List<History> all, BiConsumer<String, List<Trace.Step>> check) {
    for (History history : all) {
      Trace.of(history, POLICIES)
          .decided()
          .forEach(
              (id, life) -> check.accept(history.fleet().get(0).key().product() + " " + id, life));
    }
  }
}
