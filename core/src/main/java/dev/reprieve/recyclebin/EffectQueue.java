package dev.reprieve.recyclebin;

import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Holds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effects of one instance that are not done, in order, and which of them is next. */
final class EffectQueue {
  private final List<EffectRecord> open = new ArrayList<>(4);

  void append(EffectRecord effect) {
    open.add(effect);
  }

  void replace(EffectRecord next) {
    int place = placeOf(next.effect().key());
    if (next.status().isOver()) {
      open.remove(place);
    } else {
      open.set(place, next);
    }
  }

  @Nullable EffectRecord find(EffectKey key) {
    int place = placeOf(key);
    return place < 0 ? null : open.get(place);
  }

  List<EffectRecord> open() {
    return List.copyOf(open);
  }

  /** The one that a worker has, or null; its lease may have run out. */
  @Nullable EffectRecord claimed() {
    for (EffectRecord record : open) {
      if (record.status() == EffectStatus.CLAIMED) {
        return record;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /**
   * The effect whose turn it is at {@code now}, or null. One that is under way comes first, also
   * under a hold, which came too late for it (ALL-10). What is withheld or given up is stepped
   * over, together with the rest of its decision and everything destructive.
   */
  @Nullable EffectRecord ready(Withholding withholding) {
    EffectRecord first = scan(withholding).first();
    return first == null || first.notBefore().isAfter(withholding.now()) ? null : first;
  }

  /** When there is something to look at next, or null where nothing happens by itself. */
  @Nullable Instant nextLook(Withholding withholding) {
    Scan scan = scan(withholding);
    Holds holds = withholding.holds();
    Instant turn = scan.first() == null ? null : scan.first().notBefore();
    Instant end =
        scan.withheld() && !withholding.killed() && !holds.anyWithoutEnd()
            ? holds.latestEnd()
            : null;
    if (turn == null || end == null) {
      return turn == null ? end : turn;
    }
    return end.isBefore(turn) ? end : turn;
  }

  private Scan scan(Withholding withholding) {
    Instant now = withholding.now();
    for (EffectRecord record : open) {
      // One at a time: what was given up and is retried by hand waits for a later one that is out.
      if (record.isUnderWay(now)) {
        return new Scan(record, false);
      }
    }
    boolean held = withholding.killed() || withholding.holds().anyInForceAt(now);
    boolean withheld = false;
    boolean destructiveWaits = false;
    long steppedOver = -1;
    for (EffectRecord record : open) {
      long decision = record.effect().key().version();
      boolean destructive = record.effect().type().destructive();
      boolean heldBack = destructive && held;
      if (decision == steppedOver) {
        continue;
      }
      if (heldBack
          || record.status() == EffectStatus.GIVEN_UP
          || (destructive && destructiveWaits)) {
        withheld |= heldBack;
        destructiveWaits = true;
        steppedOver = decision;
        continue;
      }
      return new Scan(record, withheld);
    }
    return new Scan(null, withheld);
  }

  private int placeOf(EffectKey key) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).effect().key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What keeps destructive effects back.
   *
   * @param holds the instance's
   * @param killed whether the kill switch is on (SAF-12)
   * @param now the instant of the look
   */
  record Withholding(Holds holds, boolean killed, Instant now) {}

  /** What a look at the queue finds: whose turn it is, and whether a hold keeps something back. */
  private record Scan(@Nullable EffectRecord first, boolean withheld) {}
}
