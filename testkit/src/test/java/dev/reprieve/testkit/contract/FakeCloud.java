package dev.reprieve.testkit.contract;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A handler over a cloud in memory, sound unless faults are planted into it. */
final class FakeCloud implements EffectHandler {
  /** What can be wrong with a handler. */
  enum Fault {
    FORGETS_WHAT_IT_DID,
    KNOWS_KEYS_BY_VERSION_ALONE,
    LOOKS_AT_NO_FENCE,
    NAMES_NO_BACKUP,
    NAMES_NO_INCARNATION,
    DESTROYS_MORE_THAN_IT_WAS_ASKED,
    LEAVES_ITS_WORK_RUNNING,
    NEVER_COMES_TO_AN_END,
    ANSWERS_NOTHING,
    FAILS_WHAT_COMES_AGAIN
  }

  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final Map<Object, EffectResult> done = new HashMap<>();
  private final Map<InstanceKey, Long> seen = new HashMap<>();
  private final Map<String, List<String>> cloud = new TreeMap<>();

  /** What is under way of each instance, by its name. */
  private final Map<InstanceKey, String> jobs = new HashMap<>();

  FakeCloud(Fault... planted) {
    faults.addAll(List.of(planted));
  }

  /** What was done to each instance, in order. */
  Map<String, List<String>> cloud() {
    Map<String, List<String>> copy = new TreeMap<>();
    cloud.forEach((id, effects) -> copy.put(id, List.copyOf(effects)));
    return copy;
  }

  /** What is still under way ends by itself. */
  void jobsEnd() {
    jobs.forEach((key, effect) -> did(key.id(), effect));
    jobs.clear();
  }

  private void did(String id, String effect) {
    cloud.computeIfAbsent(id, any -> new ArrayList<>()).add(effect);
  }

  @Override
  public EffectResult handle(EffectRequest request) {
    if (faults.contains(Fault.ANSWERS_NOTHING)) {
      return null;
    }
    EffectKey key = request.effect().key();
    Object known =
        faults.contains(Fault.KNOWS_KEYS_BY_VERSION_ALONE)
            ? key.version() + "." + key.ordinal() + request.effect().type()
            : key + " " + request.effect().type();
    EffectResult before = done.get(known);
    if (before != null && !faults.contains(Fault.FORGETS_WHAT_IT_DID)) {
      return faults.contains(Fault.FAILS_WHAT_COMES_AGAIN)
          ? EffectResult.failed("done already")
          : before;
    }
    long fence = request.fence();
    if (fence < seen.getOrDefault(key.instance(), 0L)
        && !faults.contains(Fault.LOOKS_AT_NO_FENCE)) {
      return EffectResult.failed("fence " + fence + " is over");
    }
    seen.put(key.instance(), fence);
    if (!faults.contains(Fault.LEAVES_ITS_WORK_RUNNING) || request.token() != null) {
      // Whatever comes is newer, or asks how this very job goes: nothing goes on behind its back.
      jobs.remove(key.instance());
    }
    boolean isBackup = request.effect().type().equals(EffectType.TAKE_BACKUP);
    if (isBackup && (request.token() == null || faults.contains(Fault.NEVER_COMES_TO_AN_END))) {
      jobs.put(key.instance(), request.effect().type().name());
      return EffectResult.working(
          request.effect().orderedAt().plus(Duration.ofHours(6)), "job of " + key);
    }
    did(key.instance().id(), request.effect().type().name());
    if (request.effect().type().destructive()
        && faults.contains(Fault.DESTROYS_MORE_THAN_IT_WAS_ASKED)) {
      did("b", request.effect().type().name());
    }
    EffectResult result =
        isBackup && !faults.contains(Fault.NAMES_NO_BACKUP)
            ? EffectResult.done(
                BackupFacts.of(
                    "backup of " + key,
                    key.instance(),
                    faults.contains(Fault.NAMES_NO_INCARNATION) ? null : request.identity()))
            : EffectResult.done();
    done.put(known, result);
    return result;
  }
}
