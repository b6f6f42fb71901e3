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
 * One part of the store: a chained hash table, the {@link Wheel} of its nodes, and the lock that
 * guards both.
 *
 * <p>No code of the host runs under the lock. A writer looks for its key without the lock, by
 * {@link #find}, then takes the lock and checks that nothing has come between: {@link #inserts} is
 * unchanged if it found no node, the node's word is unchanged if it found one. So {@code equals} is
 * never called under the lock, and may do what it likes.
 *
 * <p>Readers take no lock. Growth relinks the nodes in place, which may lead a reader astray but
 * never round in circles (each link is turned once, towards nodes that have been moved already); it
 * shows in {@link #resizes}, odd meanwhile, and a reader that found nothing looks again.
 */
final class Stripe {
  static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Node[].class);
  private static final VarHandle INSERTS;
  private static final VarHandle RESIZES;
  private static final VarHandle HELD;
  private static final VarHandle ORPHANS;
  private static final VarHandle DUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      INSERTS = lookup.findVarHandle(Stripe.class, "inserts", int.class);
      RESIZES = lookup.findVarHandle(Stripe.class, "resizes", int.class);
      HELD = lookup.findVarHandle(Stripe.class, "held", int.class);
      ORPHANS = lookup.findVarHandle(Stripe.class, "orphans", int.class);
      DUE = lookup.findVarHandle(Stripe.class, "due", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static final int LEAST_CAPACITY = 16;
  private static final int MOST_CAPACITY = 1 << 30;
  private static final int SWEEP_SLOTS = 256;

  /** So many entries beyond two a node are let be. */
  private static final int STALE_ENTRIES = 64;

  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Node[] table;

  /** Changed at the end of every insertion and resize. */
  private volatile int inserts;

  /** Odd while nodes are relinked. */
  private volatile int resizes;

  /** Nodes that are not dead, and those whose killer has not reported yet. */
  private volatile int held;

  /**
   * Nodes killed by readers that could not get the lock, to be taken off {@link #held} by the next
   * who has it.
   */
  private volatile int orphans;

  /** No key of this stripe is due before that. */
  private volatile long due;

  /** Dead nodes that are still linked. */
  private int deadLinked;

  /** Where the sweep of dead nodes goes on; negative if none is under way. */
  private int sweep = -1;

  /** Whether the present drain may leave dead nodes to a sweep, and whether it has. */
  private boolean bulk;

  private boolean leftToSweep;

  private final Wheel wheel;

  /** The table is never smaller than the host asked for. */
  private final int leastCapacity;

  Stripe(int capacity, long now) {
    leastCapacity = Math.max(LEAST_CAPACITY, capacity);
    table = new Node[leastCapacity];
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

  /**
   * The node of a key that is not dead, live or expired; null if there is none. Calls {@code
   * equals}.
   */
  @Nullable Node find(Object key, int hash) {
    int before = resizes;
    return find(key, hash, before, head(hash));
  }

  /** The first node of the chain in which a key is to be looked for. */
  @Nullable Node head(int hash) {
    @Nullable Node[] slots = table;
    return (Node) SLOT.getAcquire(slots, hash & (slots.length - 1));
  }

  /**
   * As {@link #find(Object, int)}, begun earlier.
   *
   * @param resizes as it was before the head was read
   */
  @Nullable Node find(Object key, int hash, int resizes, @Nullable Node head) {
    int before = resizes;
    Node node = head;
    while (true) {
      while (node != null) {
        if (node.hash == hash) {
          Object candidate = node.key;
          if ((candidate == key || (candidate != null && key.equals(candidate)))
              && node.word != Word.DEAD) {
            return node;
          }
        }
        node = node.next;
      }
      if ((before & 1) != 0) {
        awaitLock();
      } else if (this.resizes == before) {
        return null;
      }
      before = this.resizes;
      node = head(hash);
    }
  }

  /** Waits until whoever has the lock now is done. */
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

  int resizes() {
    return resizes;
  }

  int held() {
    return held - orphans;
  }

  long due() {
    return due;
  }

  /**
   * A node at random without locks, maybe null, maybe dead.
   *
   * @param random any number
   */
  @Nullable Node peek(int random) {
    @Nullable Node[] slots = table;
    Node node = (Node) SLOT.getAcquire(slots, random & (slots.length - 1));
    for (int skip = random >>> 28 & 3; skip > 0 && node != null; skip--) {
      Node next = node.next;
      if (next == null) {
        break;
      }
      node = next;
    }
    return node;
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
    if (held + deadLinked >= table.length) {
      resize(capacityFor(held + 1));
    }
    if (deadline != Word.NO_DEADLINE) {
      dropStaleEntries();
      file(node, deadline);
    }
    @Nullable Node[] slots = table;
    int index = node.hash & (slots.length - 1);
    node.setNext(slots[index]);
    SLOT.setRelease(slots, index, node);
    HELD.setRelease(this, held + 1);
    INSERTS.setRelease(this, inserts + 1);
  }

  private int capacityFor(int nodes) {
    int capacity = leastCapacity;
    while (nodes > capacity && capacity < MOST_CAPACITY) {
      capacity <<= 1;
    }
    return capacity;
  }

  private void file(Node node, long deadline) {
    wheel.file(node, deadline);
    if (deadline < due) {
      DUE.setRelease(this, deadline);
    }
  }

  /**
   * Rids the wheel of stale entries when they are many, by filing all nodes anew. Not between
   * filing a node for a deadline and giving it that deadline: it would be filed by the old one.
   */
  private void dropStaleEntries() {
    if (wheel.entries() <= 2 * held + STALE_ENTRIES) {
      return;
    }
    wheel.reset();
    long earliest = Word.NO_DEADLINE;
    for (Node head : table) {
      for (Node node = head; node != null; node = node.next) {
        node.filed = Node.UNFILED;
        long word = node.word;
        long deadline = Word.deadline(word);
        if (word != Word.DEAD && deadline != Word.NO_DEADLINE) {
          wheel.file(node, deadline);
          earliest = Math.min(earliest, deadline);
        }
      }
    }
    DUE.setRelease(this, earliest);
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
    tidy();
  }

  private void unlink(Node node) {
    @Nullable Node[] slots = table;
    int index = node.hash & (slots.length - 1);
    Node before = null;
    for (Node each = slots[index]; each != null; each = each.next) {
      if (each == node) {
        if (before == null) {
          SLOT.setRelease(slots, index, each.next);
        } else {
          before.setNext(each.next);
        }
        deadLinked--;
        return;
      }
      before = each;
    }
    // A sweep or a resize has dropped it, and has counted it.
  }

  private void tidy() {
    dropStaleEntries();
    shrinkIfEmptyish();
  }

  private boolean shrinkIfEmptyish() {
    if (held >= table.length >> 4 || table.length <= leastCapacity) {
      return false;
    }
    resize(capacityFor(2 * held));
    return true;
  }

  /** Relinks all nodes that are not dead into a table of that capacity. */
  private void resize(int capacity) {
    @Nullable Node[] old = table;
    @Nullable Node[] slots = new Node[capacity];
    RESIZES.setVolatile(this, resizes + 1);
    int dropped = 0;
    for (Node head : old) {
      Node node = head;
      while (node != null) {
        Node next = node.next;
        if (node.word == Word.DEAD) {
          dropped++;
        } else {
          int index = node.hash & (capacity - 1);
          node.setNext(slots[index]);
          SLOT.setRelease(slots, index, node);
        }
        node = next;
      }
    }
    deadLinked -= dropped;
    table = slots;
    sweep = -1;
    RESIZES.setVolatile(this, resizes + 1);
    INSERTS.setRelease(this, inserts + 1);
  }

  /**
   * Kills and unlinks some of what is due as of then. To be repeated until it says that it is done.
   *
   * @return whether nothing is due and no work is left over
   */
  boolean drain(long now, Batch batch) {
    adoptOrphans();
    if (sweep >= 0) {
      sweepSome();
      return sweep < 0 && due > now;
    }
    if (wheel.pendingEntries() == 0) {
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
      unlinkAll(nodes, killed);
    }
    if (wheel.pendingEntries() == 0) {
      DUE.setRelease(this, wheel.due());
      dropStaleEntries();
      if (held == 0) {
        forgetTable();
      } else if (!shrinkIfEmptyish() && (leftToSweep || deadLinked > 64 + (held >> 3))) {
        sweep = 0;
      }
      leftToSweep = false;
      return sweep < 0 && due > now;
    }
    return false;
  }

  private void unlinkAll(@Nullable Node[] nodes, int count) {
    // The slots are far apart in memory: touch them all first, so that the loads overlap.
    @Nullable Node[] slots = table;
    int touched = 0;
    for (int i = 0; i < count; i++) {
      Node head = slots[nodes[i].hash & (slots.length - 1)];
      if (head != null) {
        touched += head.hash;
      }
    }
    if (touched == Integer.MIN_VALUE && count < 0) {
      throw new AssertionError();
    }
    for (int i = 0; i < count; i++) {
      unlink(nodes[i]);
    }
  }

  /** All nodes are dead: a new table is cheaper than unlinking them. */
  private void forgetTable() {
    if (deadLinked > 0 || table.length > leastCapacity) {
      table = new Node[leastCapacity];
      deadLinked = 0;
      RESIZES.setVolatile(this, resizes + 2);
    }
  }

  private void sweepSome() {
    @Nullable Node[] slots = table;
    int end = Math.min(slots.length, sweep + SWEEP_SLOTS);
    for (int index = sweep; index < end; index++) {
      Node before = null;
      for (Node node = slots[index]; node != null; node = node.next) {
        if (node.word != Word.DEAD) {
          before = node;
        } else {
          deadLinked--;
          if (before == null) {
            SLOT.setRelease(slots, index, node.next);
          } else {
            before.setNext(node.next);
          }
        }
      }
    }
    sweep = end == slots.length ? -1 : end;
  }

  /** Kills everything, in silence. */
  void clear() {
    adoptOrphans();
    int killed = 0;
    for (Node head : table) {
      for (Node node = head; node != null; node = node.next) {
        for (long word = node.word; word != Word.DEAD; word = node.word) {
          if (node.compareAndSetWord(word, Word.DEAD)) {
            killed++;
            break;
          }
        }
      }
    }
    HELD.setRelease(this, held - killed);
    deadLinked += killed;
    wheel.reset();
    leftToSweep = false;
    sweep = -1;
    DUE.setRelease(this, Word.NO_DEADLINE);
    resize(leastCapacity);
  }

  /** The nodes that are not dead. */
  List<Node> nodes() {
    List<Node> all = new ArrayList<>(held());
    for (Node head : table) {
      for (Node node = head; node != null; node = node.next) {
        if (node.word != Word.DEAD) {
          all.add(node);
        }
      }
    }
    return all;
  }

  /**
   * Adds the nodes of buckets, from that one on, until there are enough.
   *
   * <p>Buckets come in the order of their indices read backwards, as Redis scans: a bucket that
   * growth has split, or shrinking has joined, keeps its place in that order, so none is passed
   * over.
   *
   * @return the bucket to go on with; 0 if there is none
   */
  int scan(int bucket, int enough, int patience, List<Node> into) {
    @Nullable Node[] slots = table;
    int mask = slots.length - 1;
    int next = bucket;
    int left = patience;
    do {
      for (Node node = slots[next & mask]; node != null; node = node.next) {
        if (node.word != Word.DEAD) {
          into.add(node);
        }
      }
      next = Integer.reverse(Integer.reverse(next | ~mask) + 1);
      left--;
    } while (next != 0 && into.size() < enough && left > 0);
    return next;
  }

  /**
   * Checks everything that must hold while the lock is held and nobody else is at work; for tests.
   */
  void validate() {
    adoptOrphans();
    int alive = 0;
    int dead = 0;
    Set<Node> linked = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int index = 0; index < table.length; index++) {
      for (Node node = table[index]; node != null; node = node.next) {
        check(linked.add(node), "a node is linked twice");
        check((node.hash & (table.length - 1)) == index, "a node is in another's bucket");
        check(!Word.isClaimed(node.word), "a node stays claimed");
        if (node.word == Word.DEAD) {
          dead++;
          check(node.value == null && node.key == null, "a dead node keeps its value");
        } else {
          alive++;
          check(node.value != null && node.key != null, "a node has no value");
        }
      }
    }
    check(alive == held, "held is " + held + " and " + alive + " are");
    check(dead == deadLinked, "dead nodes are " + deadLinked + " and " + dead + " are linked");
    check((resizes & 1) == 0, "a resize has not ended");
    check(
        wheel.pendingEntries() > 0 || wheel.entries() <= 2 * held + STALE_ENTRIES + 1,
        "stale entries pile up");
    Set<Node> indexed = Collections.newSetFromMap(new IdentityHashMap<>());
    int pending = wheel.pendingEntries();
    wheel.validate(
        (node, id) -> {
          if (node.filed == id) {
            indexed.add(node);
          }
        });
    for (Node node : linked) {
      long deadline = Word.deadline(node.word);
      if (node.word != Word.DEAD && deadline != Word.NO_DEADLINE) {
        check(indexed.contains(node), "a deadline is not in the wheel");
        check(pending > 0 || wheel.comesInTime(node.filed, deadline), "an entry comes too late");
        check(due <= deadline, "a stripe is due too late");
      }
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("The store is broken: " + what);
    }
  }
}
