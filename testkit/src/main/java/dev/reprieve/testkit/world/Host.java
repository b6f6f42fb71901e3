package dev.reprieve.testkit.world;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.RestoreCheck;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.recyclebin.EffectStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outside: a host that does what a handler is told to do, each key once, and has its moods. It
 * keeps the one record of what has really happened.
 */
final class Host {
  private static final int FLAKY_FOR = 3;

  /** A rebuild takes so much longer than anything else: long enough to meet the source's purge. */
  private static final int REBUILD = 30;

  private final Plan plan;
  private final Dice dice;
  private final Oracle oracle;
  private final Map<EffectKey, Integer> asked = new HashMap<>();
  private final Map<EffectKey, Instant> readyAt = new HashMap<>();
  private final Map<EffectKey, EffectRequest> first = new HashMap<>();
  private final Map<InstanceKey, Long> fences = new HashMap<>();
  private final Set<EffectKey> completedOutside = new HashSet<>();

  Host(Plan plan, Oracle oracle) {
    this.plan = plan;
    this.dice = new Dice(plan.seed());
    this.oracle = oracle;
  }

  /** Whether whatever is asked of this instance fails for ever. */
  boolean isPoisoned(InstanceKey key) {
    return dice.falls(plan.tempers().poison(), key.toString(), 1);
  }

  /** Whether the id belongs to another instance by then (SAF-14). */
  boolean isReplaced(InstanceKey key, Instant truth) {
    Instant since = plan.extras().replaced().get(key);
    return since != null && !truth.isBefore(since);
  }

  /** Whether what is ordered of it may never be done, whatever anybody does. */
  boolean isBeyondHelp(InstanceKey key) {
    return isPoisoned(key) || plan.extras().replaced().containsKey(key);
  }

  /**
   * Does what it is told.
   *
   * @param now the host's own time
   * @param calm whether it has no moods any more, but for poison
   */
  EffectResult handle(EffectRequest request, Instant now, boolean calm, Worker worker) {
    EffectKey key = request.effect().key();
    Order order = oracle.order(key);
    if (order == null || !order.effect().equals(request.effect())) {
      throw new Breach(
          "the host is asked for what nobody has ordered", request.effect().toString());
    }
    if (order.effect().type().name().equals("RELEASE_COMPUTE")
        && request.token() == null
        && !worker.mayRelease(key.instance())) {
      throw new Breach("a machine was given up without a fresh look", order.toString());
    }
    Instance row = oracle.ledger(key.instance()).row();
    if (request.token() == null) {
      oracle.watch().goesOut(order, row);
    }
    String identity = request.instance().identity();
    boolean dropped = order.written().status() == EffectStatus.DROPPED;
    if (row == null || !Objects.equals(identity, row.identity())) {
      if (row != null && dropped) {
        // The worker stood still with it while its instance was forgotten and taken in anew.
        return EffectResult.failed("the id is of another instance by now");
      }
      throw new Breach("the host is asked of somebody else", request + " of " + row);
    }
    if (identity != null && isReplaced(key.instance(), worker.truth())) {
      return EffectResult.failed("another instance has that id");
    }
    if (request.fence() < fences.getOrDefault(key.instance(), 0L)) {
      return EffectResult.failed("somebody else was here since");
    }
    fences.put(key.instance(), request.fence());
    if (dropped) {
      oracle.ledger(key.instance()).body().touchedLate();
    }
    int times = asked.merge(key, 1, Integer::sum);
    EffectRequest before = first.putIfAbsent(key, request);
    if (before != null && request.attempt() <= 0) {
      throw new Breach("an attempt without a number", request.toString());
    }
    if (isPoisoned(key.instance())) {
      return EffectResult.failed("poison");
    }
    if (order.effect().type().equals(EffectType.UNLOCK_ACCESS)) {
      endLocksBefore(key);
    }
    return order.isReallyDone() || calm ? done(order) : inMood(order, identity, times, now);
  }

  private EffectResult inMood(Order order, @Nullable String identity, int times, Instant now) {
    EffectKey key = order.effect().key();
    String name = key.toString();
    Plan.Tempers tempers = plan.tempers();
    Extras.Moods moods = plan.extras().moods();
    if (dice.falls(moods.impossible(), name, 20) && times == 1) {
      return EffectResult.impossible("it cannot be done");
    }
    if (Gates.isBackup(order.effect().type())
        && dice.falls(moods.misnamed(), name, 21)
        && times <= 1 + dice.pick(name, 22, 2)) {
      return EffectResult.done(misnamed(order, identity, dice.pick(name, 23, 5)));
    }
    if (dice.falls(tempers.flaky(), name, 2) && times <= dice.pick(name, 3, FLAKY_FOR)) {
      return EffectResult.failed("not this time");
    }
    if (dice.falls(tempers.deaf(), name, 4) && times == 1) {
      done(order);
      return EffectResult.failed("done, and denied");
    }
    if (dice.falls(tempers.deaf(), name, 11) && times == 1) {
      done(order);
      // Done, and the backup, if it was one, is not named.
      return EffectResult.done();
    }
    if (dice.falls(tempers.later(), name, 5) && times == 1) {
      return EffectResult.retryAt(now.plus(span(name, 6)), "later");
    }
    if (dice.falls(tempers.slow(), name, 7)) {
      Instant ready =
          readyAt.computeIfAbsent(
              key, fresh -> now.plus(span(name, 8).multipliedBy(isRebuild(order) ? REBUILD : 1)));
      if (now.isBefore(ready)) {
        return EffectResult.working(now.plus(span(name, 9 + times)), name);
      }
    }
    return done(order);
  }

  /** Whoever is told to unlock ends first what he is still working at. */
  private void endLocksBefore(EffectKey unlock) {
    for (Order other : oracle.ledger(unlock.instance()).orders()) {
      if (other.effect().type().equals(EffectType.LOCK_ACCESS)
          && other.effect().key().version() < unlock.version()
          && readyAt.containsKey(other.effect().key())) {
        done(other);
      }
    }
  }

  /** Something that stands for no backup of this instance. */
  private Map<String, String> misnamed(Order order, @Nullable String identity, int how) {
    String holds = Gates.text(order.effect().key().instance());
    String name = backupOf(order.effect().key());
    return switch (how) {
      case 0 -> ofAnother(order, identity);
      case 1 -> facts(" ", holds, identity);
      case 2 -> facts(name, "", identity);
      case 3 -> Map.of("backupId", name);
      default -> Map.of("backupHolds", holds);
    };
  }

  /** Another id, an id alone, another tenant's or product's, or another incarnation. */
  private Map<String, String> ofAnother(Order order, @Nullable String identity) {
    EffectKey key = order.effect().key();
    InstanceKey of = key.instance();
    String holds = Gates.text(of);
    String name = backupOf(key);
    if (identity != null && dice.pick(key.toString(), 24, 2) == 0) {
      return facts(name, holds, "another " + identity);
    }
    return switch (dice.pick(key.toString(), 25, 4)) {
      case 0 -> facts(name, holds + "0", identity);
      case 1 -> facts(name, of.id(), identity);
      case 2 -> facts(name, "another " + holds, identity);
      default -> facts(name, holds.replace("/" + of.product() + "/", "/another/"), identity);
    };
  }

  private static Map<String, String> facts(String name, String holds, @Nullable String identity) {
    return identity == null
        ? Map.of("backupId", name, "backupHolds", holds)
        : Map.of("backupId", name, "backupHolds", holds, "backupIdentity", identity);
  }

  private static String backupOf(EffectKey key) {
    return "backup of " + key;
  }

  private static boolean isRebuild(Order order) {
    return order.effect().type().equals(EffectType.CREATE_INSTANCE);
  }

  private Duration span(String name, long more) {
    return Duration.ofMinutes(1L + dice.pick(name, more, 600));
  }

  /** What it sees of instances when it is asked afresh, in one mood or another. */
  Map<InstanceKey, Sighting> look(List<Question> questions, Instant truth, boolean calm) {
    Map<InstanceKey, Sighting> seen = new HashMap<>();
    long day = truth.getEpochSecond() / 43_200;
    int no = calm ? 0 : plan.guards().no();
    if (dice.falls(no, "look", day) && dice.falls(30, "fails", day)) {
      throw new Outage("the host does not answer");
    }
    for (Question question : questions) {
      InstanceKey key = question.instance().key();
      Sighting sighting = Sighting.unpaid(seenAs(question.instance().identity(), key, truth, calm));
      if (dice.falls(no, "look " + key, day)) {
        sighting =
            switch (dice.pick("no " + key, day, 4)) {
              case 0 -> Sighting.wanted();
              case 1 -> Sighting.held();
              case 2 -> Sighting.gone();
              default -> null;
            };
      }
      if (sighting != null) {
        seen.put(key, sighting);
      }
    }
    return seen;
  }

  private @Nullable String seenAs(
      @Nullable String registered, InstanceKey key, Instant truth, boolean calm) {
    if (registered == null) {
      return null;
    }
    if (isReplaced(key, truth)) {
      return "other than " + registered;
    }
    long day = truth.getEpochSecond() / 43_200;
    boolean estranged = dice.falls(calm ? 0 : plan.extras().moods().estranged(), "as " + key, day);
    return estranged ? null : registered;
  }

  /** What it says of what stands against a restore; nothing, or less than all, in some moods. */
  Map<RestoreCheck.Need, RestoreCheck.Finding> check(InstanceKey key, Instant truth) {
    int rate = plan.extras().moods().obstacles();
    String name = key + " at " + truth;
    if (dice.falls(rate, name, 30)) {
      if (dice.pick(name, 31, 3) == 0) {
        throw new Outage("the host does not answer");
      }
      return Map.of();
    }
    Map<RestoreCheck.Need, RestoreCheck.Finding> found = new EnumMap<>(RestoreCheck.Need.class);
    for (RestoreCheck.Need need : RestoreCheck.Need.values()) {
      if (dice.falls(rate, name + need.name(), 40)) {
        if (dice.pick(name + need.name(), 50, 2) == 0) {
          found.put(need, RestoreCheck.Finding.obstacle("no"));
        }
      } else {
        found.put(need, RestoreCheck.Finding.OK);
      }
    }
    return found;
  }

  /** When something slow will be completed from outside, or null. */
  @Nullable Instant completesOutside(EffectKey key) {
    return completedOutside.add(key) && dice.falls(plan.tempers().outside(), key.toString(), 10)
        ? readyAt.get(key)
        : null;
  }

  /** Something slow has come to its end by itself. */
  EffectResult completed(EffectKey key) {
    Order order = oracle.order(key);
    if (order == null) {
      throw new IllegalStateException("nobody has ordered " + key);
    }
    return done(order);
  }

  private EffectResult done(Order order) {
    if (!order.isReallyDone()) {
      Ledger ledger = oracle.ledger(order.effect().key().instance());
      ledger.body().suffer(order.effect(), ledger.children());
      if (Gates.isBackup(order.effect().type())) {
        ledger.body().backedUp(backupOf(order.effect().key()));
      }
      order.reallyDone();
    }
    EffectKey key = order.effect().key();
    Instance row = oracle.ledger(key.instance()).row();
    String identity = row == null ? null : row.identity();
    return BackupFacts.neededBy(order.effect().type())
        ? EffectResult.done(BackupFacts.of(backupOf(key), key.instance(), identity))
        : EffectResult.done();
  }
}
