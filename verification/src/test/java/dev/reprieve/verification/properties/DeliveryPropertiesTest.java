package dev.reprieve.verification.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.kec.KecInstance;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.mongodb.BackupRetention;
import dev.reprieve.mongodb.MongoInstance;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** What goes out, and what comes twice, over random lives of instances of every policy. */
class DeliveryPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.HOLD,
          Operation.HOLD,
          Operation.UNHOLD,
          Operation.ARREARS,
          Operation.SETTLE,
          Operation.RELEASE,
          Operation.DESTROY,
          Operation.RENEW,
          Operation.RESTORE);

  /**
   * One thing that is asked.
   *
   * @param gap how many hours later than the one before
   * @param instance which of the instances
   * @param operation what
   * @param days the length of a hold or a term; a hold of 0 days has no end
   */
  record Move(int gap, int instance, Operation operation, int days) {}

  @Provide
  Arbitrary<List<Move>> lives() {
    return Combinators.combine(
            Arbitraries.of(0, 1, 3, 24, 24 * 5, 24 * 8, 24 * 15),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(OPERATIONS),
            Arbitraries.of(0, 1, 5, 20))
        .as(Move::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(25);
  }

  /** The hold is judged by the test's own notes, at the very moment of handing out. */
  @Property
  @Tag("ALL-15")
  @Tag("ALL-10")
  void nothingDestructiveIsHandedOutUnderAHold(@ForAll("lives") List<Move> moves) {
    Fleet fleet = new Fleet();
    fleet.live(moves);
    assertThat(fleet.handedOutUnderAHold).isZero();
  }

  @Property
  @Tag("ALL-05")
  void anEventThatComesAgainGetsTheFirstAnswerAndChangesNothing(@ForAll("lives") List<Move> moves) {
    Fleet fleet = new Fleet();
    fleet.sendsTwice = true;
    fleet.live(moves);
    assertThat(fleet.sentTwice).isEqualTo(moves.size());
  }

  /** One instance of each kind, on one engine, and what the test has noted of their holds. */
  private static final class Fleet {
    private final VirtualClock clock = new VirtualClock(START);
    private final Reprieve engine =
        Reprieve.builder(this::handle)
            .repository(RecycleBinRepository.inMemory(clock))
            .safeguards(Safeguards.none())
            .settings(
                Interpreter.Settings.SIMULATION
                    .withFutureTolerance(Duration.ofMinutes(2))
                    .withAutoRenewal(true))
            .build();
    private final List<InstanceKey> keys =
        List.of(
            registered(
                Registration.of(key("redis", "r"), "owner", BillingMode.PAY_AS_YOU_GO)
                    .attributes(Attributes.empty())
                    .unprotected()),
            registered(
                MongoInstance.replicaSet()
                    .essd(BackupRetention.DELETE_ALL)
                    .tde(false)
                    .subscription(key("mongodb", "s"), "owner", START.plus(Duration.ofDays(9)))
                    .unprotected()),
            registered(
                MongoInstance.replicaSet()
                    .localDisk()
                    .tde(false)
                    .payAsYouGo(key("mongodb", "p"), "owner")
                    .unprotected()),
            registered(
                MongoInstance.sharded()
                    .localDisk()
                    .tde(false)
                    .payAsYouGo(key("mongodb", "x"), "owner")
                    .unprotected()),
            registered(
                Registration.of(
                        KecInstance.key("t", "r", "k"), "owner", BillingMode.PAY_BY_DAILY_CONFIG)
                    .createdAt(START)
                    .unprotected()));

    private final Map<InstanceKey, Map<String, Instant>> holds = new HashMap<>();
    private int handedOutUnderAHold;
    private boolean sendsTwice;
    private int sentTwice;

    private static InstanceKey key(String product, String id) {
      return new InstanceKey("t", "r", product, id);
    }

    private InstanceKey registered(Registration registration) {
      assertThat(engine.register(registration).isApplied()).isTrue();
      return registration.key();
    }

    private EffectResult handle(EffectRequest request) {
      Map<String, Instant> noted = holds.getOrDefault(request.effect().key().instance(), Map.of());
      boolean held = noted.values().stream().anyMatch(end -> clock.instant().isBefore(end));
      if (held && request.effect().type().destructive()) {
        handedOutUnderAHold++;
      }
      return EffectResult.done();
    }

    void live(List<Move> moves) {
      for (int i = 0; i < moves.size(); i++) {
        Move move = moves.get(i);
        goOn(Duration.ofHours(move.gap()));
        ask(move, i);
        goOn(Duration.ZERO);
      }
      goOn(Duration.ofDays(60));
    }

    /** Lets time go by, standing wherever something is due. */
    private void goOn(Duration span) {
      Instant until = clock.instant().plus(span);
      while (true) {
        do {
          engine.deliver();
        } while (!engine.sweep().steps().isEmpty());
        Instant next = engine.nextSweepAt();
        Instant effect = engine.nextDeliveryAt();
        if (next == null || (effect != null && effect.isBefore(next))) {
          next = effect;
        }
        if (next == null || next.isAfter(until) || !next.isAfter(clock.instant())) {
          break;
        }
        clock.set(next);
      }
      clock.set(until);
    }

    private void ask(Move move, int number) {
      InstanceKey key = keys.get(move.instance());
      Instant now = clock.instant();
      Instant until = move.days() == 0 ? null : now.plus(Duration.ofDays(move.days()));
      Event event =
          Event.builder(move.operation(), now)
              .id("event-" + number)
              .until(until)
              .confirm(true)
              .build();
      Answer first = engine.report(key, event);
      if (first.isApplied()) {
        note(key, move.operation(), until);
      }
      if (sendsTwice) {
        comesAgain(key, event, first);
      }
    }

    private void note(InstanceKey key, Operation operation, Instant until) {
      if (operation.equals(Operation.HOLD)) {
        holds
            .computeIfAbsent(key, any -> new HashMap<>())
            .put("hold", until == null ? Instant.MAX : until);
      } else if (operation.equals(Operation.UNHOLD)) {
        holds.remove(key);
      }
    }

    private void comesAgain(InstanceKey key, Event event, Answer first) {
      Instance before = engine.repository().find(key);
      int lines = engine.repository().audit(key).size();
      Answer again = engine.report(key, event);
      assertThat(again.repeated()).isTrue();
      assertThat(again.kind()).isEqualTo(first.kind());
      assertThat(again.steps()).isEqualTo(first.steps());
      assertThat(again.refusal()).isEqualTo(first.refusal());
      Event other =
          Event.builder(event.operation(), event.at()).id(event.id()).why("another").build();
      Answer reused = engine.report(key, other);
      assertThat(Objects.requireNonNull(reused.refusal()).code())
          .isEqualTo(RefusalCode.EVENT_ID_REUSED);
      assertThat(engine.repository().find(key)).isEqualTo(before);
      // The refusal of other content under a used id is a line; the repetition is none.
      assertThat(engine.repository().audit(key)).hasSize(lines + 1);
      sentTwice++;
    }
  }
}
