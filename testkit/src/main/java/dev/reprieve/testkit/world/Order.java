package dev.reprieve.testkit.world;

import dev.reprieve.model.Effect;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An effect that a decision has ordered, and what has really come of it. */
final class Order {
  private final Effect effect;
  private final boolean ofPurge;
  private EffectRecord written;
  private boolean reallyDone;
  private boolean leaseDoubted;
  private boolean dismissed;
  private @Nullable Instant takenAt;

  Order(Effect effect, boolean ofPurge) {
    this.effect = effect;
    this.ofPurge = ofPurge;
    this.written = EffectRecord.ordered(effect);
  }

  Effect effect() {
    return effect;
  }

  /** Whether the decision that ordered it began a purge. */
  boolean ofPurge() {
    return ofPurge;
  }

  /** What the store says of it. */
  EffectRecord written() {
    return written;
  }

  void doubtLease() {
    leaseDoubted = written.status() == EffectStatus.CLAIMED;
  }

  /** Whether the clock was put since it was handed out. */
  boolean isLeaseDoubted() {
    return leaseDoubted;
  }

  void write(EffectRecord next) {
    // What is only marked as undone keeps the lease that it had.
    leaseDoubted =
        leaseDoubted
            && next.status() == EffectStatus.CLAIMED
            && next.notBefore().equals(written.notBefore());
    written = next;
  }

  /** When a worker truly took it last, or null. */
  @Nullable Instant takenAt() {
    return takenAt;
  }

  void takenAt(Instant truth) {
    takenAt = truth;
  }

  /** An operator has dropped it. */
  void dismiss() {
    dismissed = true;
  }

  boolean isDismissed() {
    return dismissed;
  }

  boolean isOpen() {
    return !written.status().isOver();
  }

  boolean isGivenUp() {
    return written.status() == EffectStatus.GIVEN_UP;
  }

  boolean isOutAt(Instant reading) {
    return !leaseDoubted
        && written.status() == EffectStatus.CLAIMED
        && reading.isBefore(written.notBefore());
  }

  boolean isWorking() {
    return written.status() == EffectStatus.WORKING;
  }

  /** Whether the host has done it, whatever anybody says. */
  boolean isReallyDone() {
    return reallyDone;
  }

  void reallyDone() {
    reallyDone = true;
  }

  @Override
  public String toString() {
    return effect.type() + " " + effect.key() + " " + written.status();
  }
}
