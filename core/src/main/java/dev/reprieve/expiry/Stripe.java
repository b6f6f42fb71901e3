package dev.reprieve.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One part of the store: {@link Chains} of nodes, the {@link Wheel} of their deadlines, and the
 * lock that guards both.
 *
 * <p>No code of the host runs under the lock. A writer looks for its key without the lock, by
 * {@link #find}, then takes the lock and checks that nothing has come between: {@link #inserts} is
 * unchanged if it found no node, the node's word is unchanged if it found one. So {@code equals} is
 * never called under the lock, and may do what it likes.
 *
 * <p>Nothing is done under the lock that takes long: growing, shrinking, unlinking what is dead and
 * dropping stale entries all go a few steps with each write or batch.
 */
final class Stripe extends Chains {
  private static final VarHandle INSERTS;
  private static final VarHandle HELD;
  private static final VarHandle ORPHANS;
  private static final VarHandle DUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      INSERTS = lookup.findVarHandle(Stripe.class, "inserts", int.class);
      HELD = lookup.findVarHandle(Stripe.class, "held", int.class);
      ORPHANS = lookup.findVarHandle(Stripe.class, "orphans", int.class);
      DUE = lookup.findVarHandle(Stripe.class, "due", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** Buckets, pairs of them or entries that a write looks after, and that a batch does. */
  private static final int STEPS_A_WRITE = 8;

  private static final int STEPS_A_BATCH = 256;

  /** So many entries beyond two a node are let be. */
  private static final int STALE_ENTRIES = 64;

  /** So many dead nodes beyond one in eight are let be. */
  private static final int DEAD_NODES = 64;

  private final ReentrantLock lock = new ReentrantLock();

  /** Changed at the end of every insertion. */
  private volatile int inserts;

  /** Nodes that are not dead, and those whose killer has not reported yet. */
  private volatile int held;

  /**
   * Nodes killed by readers that could not get the lock, to be taken off {@link #held} by the next
   * who has it.
   */
  private volatile int orphans;

  /** No key of this stripe is due before that. */
  private volatile long due;

  /** Where the sweep of dead nodes goes on; negative if none is under way. */
  private int sweep = -1;

  /** Whether the present drain may leave dead nodes to a sweep, and whether it has. */
  private boolean bulk;

  private boolean leftToSweep;

  private final Wheel wheel;

  Stripe(int capacity, long now) {
    super(capacity);
    wheel = new Wheel(now);
    due = Word.NO_DEADLINE;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Whether somebody waits for the lock. */
  boolean isWanted() {
    return lock.hasQueuedThreads();
  }

  // ---- without the lock

  @Override
  void awaitLock() {
    lock.lock();
    try {
      adoptOrphans();
    } finally {
      lock.unlock();
    }
  }

  int inserts() {
    return inserts;
  }

  int held() {
    return held - orphans;
  }

  long due() {
    return due;
  }

  /**
   * Takes the lock and adds a node, unless something was added since.
   *
   * @param inserts as it was before the caller found that the key is not there
   */
  boolean insertAfter(int inserts, Node node, long deadline) {
    lock();
    try {
      if (this.inserts != inserts) {
        return false;
      }
      insert(node, deadline);
      return true;
    } finally {
      unlock();
    }
  }

  /**
   * Takes note that this caller killed the node, and unlinks it if the lock is to be had at once.
   */
  void bury(Node node) {
    if (lock.tryLock()) {
      try {
        unlinkDead(node);
      } finally {
        unlock();
      }
    } else {
      ORPHANS.getAndAdd(this, 1);
    }
  }

  // ---- with the lock

  private void adoptOrphans() {
    if (orphans != 0) {
      int adopted = (int) ORPHANS.getAndSet(this, 0);
      HELD.setRelease(this, held - adopted);
      deadLinked += adopted;
    }
  }

  /** Adds a node whose key is not there, as the caller has found out. */
  private void insert(Node node, long deadline) {
    adoptOrphans();
    growFor(held + 1);
    if (deadline != Word.NO_DEADLINE) {
      file(node, deadline);
    }
    link(node);
    HELD.setRelease(this, held + 1);
    INSERTS.setRelease(this, inserts + 1);
    lookAfter();
  }

  private void file(Node node, long deadline) {
    wheel.file(node, deadline);
    if (deadline < due) {
      DUE.setRelease(this, deadline);
    }
  }

  /**
   * Sets value and deadline of a node whose word is still the one that the caller judged.
   *
   * <p>The node is claimed with the earlier of the two deadlines, then gets the value, then its
   * deadline: a reader never sees a value under a deadline later than its own.
   *
   * <p>It is filed first: an entry that comes too early does no harm, if the rest fails.
   *
   * @return false if the word has changed
   */
  boolean write(Node node, long word, Object value, long deadline) {
    long old = Word.deadline(word);
    long wanted = deadline == Word.KEEP ? old : deadline;
    fileInTime(node, wanted);
    if (!node.compareAndSetWord(word, Word.claimed(Math.min(old, wanted)))) {
      return false;
    }
    Node.VALUE.setRelease(node, value);
    Node.WORD.setRelease(node, Word.of(wanted));
    return true;
  }

  /** Sets the deadline of a node whose word is still the one that the caller judged. */
  boolean writeDeadline(Node node, long word, long deadline) {
    fileInTime(node, deadline);
    return node.compareAndSetWord(word, Word.of(deadline));
  }

  private void fileInTime(Node node, long wanted) {
    if (wanted != Word.NO_DEADLINE) {
      // Not after: an entry of a node that has no deadline yet would be dropped with the stale
      // ones.
      dropStaleEntries();
      file(node, wanted);
    }
  }

  /** Kills and unlinks a node, if its word is still that one. */
  boolean remove(Node node, long word) {
    if (!node.compareAndSetWord(word, Word.DEAD)) {
      return false;
    }
    node.wipe();
    unlinkDead(node);
    return true;
  }

  private void unlinkDead(Node node) {
    adoptOrphans();
    HELD.setRelease(this, held - 1);
    deadLinked++;
    unlink(node);
    shrinkFor(held);
    lookAfter();
  }

  /** Goes a few steps with whatever is under way, and begins what has become necessary. */
  private void lookAfter() {
    if (sweep >= 0) {
      sweepSome(STEPS_A_WRITE);
    } else if (hasManyDead() && (wheel.pendingEntries() == 0 || deadLinked > capacity())) {
      sweep = 0;
    }
    resizeSome(STEPS_A_WRITE, held);
    dropStaleEntries();
  }

  private boolean hasManyDead() {
    return deadLinked > DEAD_NODES + (held >> 3);
  }

  private void sweepSome(int buckets) {
    int end = Math.min(capacity(), sweep + buckets);
    sweep(sweep, end);
    sweep = end == capacity() ? -1 : end;
  }

  private void dropStaleEntries() {
    if (wheel.isCompacting()) {
      wheel.compactSome(STEPS_A_WRITE);
    }
    if (!wheel.isCompacting() && wheel.filedEntries() > 2 * held + STALE_ENTRIES) {
      wheel.compact();
    }
  }

  /** Whether something is left over that a drain clears away, without hindering a reader. */
  private boolean isLittered() {
    return sweep >= 0 || isShrinking() || wheel.isCompacting();
  }

  private void clearAway() {
    if (sweep >= 0) {
      sweepSome(STEPS_A_BATCH);
    } else if (isShrinking()) {
      resizeSome(STEPS_A_BATCH, held);
    } else {
      wheel.compactSome(STEPS_A_BATCH);
    }
    dropStaleEntries();
  }

  /**
   * Kills and unlinks some of what is due as of then. To be repeated until it says that it is done.
   *
   * @return whether nothing is due and no work is left over
   */
  boolean drain(long now, Batch batch) {
    adoptOrphans();
    if (wheel.pendingEntries() == 0) {
      if (isLittered()) {
        clearAway();
        return !isLittered() && due > now;
      }
      if (due > now) {
        return true;
      }
      wheel.advance(now);
      bulk = wheel.pendingEntries() >= 256 && wheel.pendingEntries() > held >> 2;
    }
    @Nullable Node[] nodes = batch.nodes;
    int taken = wheel.takePending(nodes);
    batch.examined += taken;
    long[] words = batch.words;
    for (int i = 0; i < taken; i++) {
      words[i] = nodes[i].word;
    }
    int killed = 0;
    for (int i = 0; i < taken; i++) {
      Node node = nodes[i];
      long word = words[i];
      while (word != Word.DEAD && Word.deadline(word) <= now) {
        if (node.compareAndSetWord(word, Word.DEAD)) {
          nodes[killed++] = node;
          batch.take(node, Word.deadline(word));
          word = Word.DEAD;
        } else {
          word = node.word;
        }
      }
      if (word != Word.DEAD && Word.deadline(word) != Word.NO_DEADLINE) {
        wheel.file(node, Word.deadline(word));
      }
    }
    HELD.setRelease(this, held - killed);
    deadLinked += killed;
    batch.removed += killed;
    if (bulk && killed >= taken >> 2) {
      leftToSweep = true;
    } else {
      unlink(nodes, killed);
    }
    if (wheel.pendingEntries() > 0) {
      return false;
    }
    if (held == 0) {
      forgetAll();
    } else {
      shrinkFor(held);
      dropStaleEntries();
      if (leftToSweep || hasManyDead()) {
        sweep = 0;
      }
    }
    leftToSweep = false;
    DUE.setRelease(this, wheel.due());
    return !isLittered() && due > now;
  }

  /**
   * All nodes are dead, and all entries stale: a new table is cheaper than unlinking them. A stripe
   * that was small and is empty again keeps what it has.
   */
  private void forgetAll() {
    if (wheel.filedEntries() > 0) {
      wheel.reset();
    }
    if (deadLinked > 0 || hasGrown()) {
      deadLinked = 0;
      sweep = -1;
      forget();
    }
  }

  /**
   * Kills some of what there is, in silence. To be repeated from 0 until it answers 0: then all is
   * dead that was there all the time.
   *
   * @return the bucket to go on with; 0 if there is none
   */
  int clearSome(int bucket) {
    adoptOrphans();
    List<Node> nodes = new ArrayList<>(STEPS_A_BATCH);
    int next = scanSome(bucket, nodes);
    int killed = 0;
    for (Node node : nodes) {
      for (long word = node.word; word != Word.DEAD; word = node.word) {
        if (node.compareAndSetWord(word, Word.DEAD)) {
          node.wipe();
          nodes.set(killed++, node);
          break;
        }
      }
    }
    HELD.setRelease(this, held - killed);
    deadLinked += killed;
    nodes.subList(0, killed).forEach(this::unlink);
    if (wheel.isCompacting()) {
      wheel.compactSome(STEPS_A_BATCH);
    }
    dropStaleEntries();
    if (next == 0) {
      settle();
    }
    return next;
  }

  /** After everything was killed, and maybe something put meanwhile. */
  private void settle() {
    if (held > 0) {
      shrinkFor(held);
      return;
    }
    forgetAll();
    leftToSweep = false;
    DUE.setRelease(this, wheel.due());
  }

  /**
   * Adds some of the nodes that are not dead. To be repeated from 0 until it answers 0; one may
   * come again if the table was halved meanwhile.
   *
   * @return the bucket to go on with; 0 if there is none
   */
  int scanSome(int bucket, List<Node> into) {
    return scan(bucket, into.size() + STEPS_A_BATCH, STEPS_A_BATCH, into);
  }

  /**
   * Checks everything that must hold while the lock is held and nobody else is at work; for tests.
   */
  void validate() {
    adoptOrphans();
    Set<Node> indexed = Collections.newSetFromMap(new IdentityHashMap<>());
    wheel.validate(indexed::add);
    boolean drains = wheel.pendingEntries() > 0;
    check(
        wheel.isCompacting() || wheel.filedEntries() <= 2 * held + STALE_ENTRIES + 1,
        "stale entries pile up");
    int[] counts = {0, 0};
    validate(
        node -> {
          check(!Word.isClaimed(node.word), "a node stays claimed");
          if (node.word == Word.DEAD) {
            counts[1]++;
            check(node.value == null && node.key == null, "a dead node keeps its value");
            return;
          }
          counts[0]++;
          check(node.value != null && node.key != null, "a node has no value");
          long deadline = Word.deadline(node.word);
          if (deadline != Word.NO_DEADLINE) {
            check(indexed.contains(node), "a deadline is not in the wheel");
            check(drains || wheel.comesInTime(node.filed, deadline), "an entry comes too late");
            check(due <= deadline, "a stripe is due too late");
          }
        });
    check(counts[0] == held, "held is " + held + " and " + counts[0] + " are");
    check(
        counts[1] == deadLinked,
        "dead nodes are " + deadLinked + " and " + counts[1] + " are linked");
  }
}
