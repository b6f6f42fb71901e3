package dev.reprieve.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A chained hash table that is read without a lock, and that grows and shrinks a few buckets at a
 * time, so that nobody waits for more than that.
 *
 * <p>Between two capacities some pairs of buckets, one of the lower half and the one half a table
 * above it, are <em>joint</em>: both slots hold the same chain, with the nodes of both. Growing
 * begins with all pairs joint and parts them one after the other. Shrinking joins one pair after
 * the other and ends with half the table. So either may rest at any pair, or turn round.
 *
 * <p>A reader finds in a joint chain what it would find in its own. Joining takes no node out of a
 * reader's way. Parting does: it may lead a reader astray, but never round in circles, for it only
 * lets links skip forward; it shows in {@link #resizes}, odd meanwhile and changed afterwards, and
 * a reader that found nothing looks again.
 *
 * <p>All but {@link #find}, {@link #head} and {@link #peek} is guarded by the stripe's lock.
 */
abstract class Chains {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Node[].class);
  private static final VarHandle RESIZES;

  static {
    try {
      RESIZES = MethodHandles.lookup().findVarHandle(Chains.class, "resizes", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static final int LEAST_CAPACITY = 16;
  private static final int MOST_CAPACITY = 1 << 30;

  private volatile @Nullable Node[] table;

  /** Odd while nodes are relinked; changed by every relinking and every new table. */
  private volatile int resizes;

  /** The pairs from this on, and before {@link #jointTo}, are joint. */
  private int jointFrom;

  private int jointTo;

  /** Whether pairs are being joined, to halve the table; if not, what is joint is being parted. */
  private boolean shrinking;

  /** Dead nodes that are still linked. */
  int deadLinked;

  /** The table is never smaller than the host asked for. */
  private final int leastCapacity;

  Chains(int capacity) {
    leastCapacity = Math.max(LEAST_CAPACITY, capacity);
    table = new Node[leastCapacity];
  }

  // ---- without the lock

  /**
   * The node of a key that is not dead, live or expired; null if there is none. Calls {@code
   * equals}.
   */
  final @Nullable Node find(Object key, int hash) {
    int before = resizes;
    return find(key, hash, before, head(hash));
  }

  /** The first node of the chain in which a key is to be looked for. */
  final @Nullable Node head(int hash) {
    @Nullable Node[] slots = table;
    return (Node) SLOT.getAcquire(slots, hash & (slots.length - 1));
  }

  /**
   * As {@link #find(Object, int)}, begun earlier.
   *
   * @param resizes as it was before the head was read
   */
  final @Nullable Node find(Object key, int hash, int resizes, @Nullable Node head) {
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
  abstract void awaitLock();

  final int resizes() {
    return resizes;
  }

  /**
   * A node at random without locks, maybe null, maybe dead.
   *
   * @param random any number
   */
  final @Nullable Node peek(int random) {
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

  // ---- with the lock

  final int capacity() {
    return table.length;
  }

  /** Whether the table is larger than it began. */
  final boolean hasGrown() {
    return table.length > leastCapacity;
  }

  final void link(Node node) {
    @Nullable Node[] slots = table;
    int index = node.hash & (slots.length - 1);
    node.setNext(slots[index]);
    setHead(slots, index, node);
  }

  private void setHead(@Nullable Node[] slots, int index, @Nullable Node head) {
    SLOT.setRelease(slots, index, head);
    if (jointFrom < jointTo) {
      int half = slots.length >> 1;
      int pair = index & (half - 1);
      if (jointFrom <= pair && pair < jointTo) {
        SLOT.setRelease(slots, index ^ half, head);
      }
    }
  }

  private void cut(@Nullable Node[] slots, int index, @Nullable Node before, Node node) {
    if (before == null) {
      setHead(slots, index, node.next);
    } else {
      before.setNext(node.next);
    }
    deadLinked--;
  }

  /** Unlinks dead nodes. */
  final void unlink(@Nullable Node[] nodes, int count) {
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

  /** Unlinks a dead node. */
  final void unlink(Node node) {
    @Nullable Node[] slots = table;
    int index = node.hash & (slots.length - 1);
    Node before = null;
    for (Node each = slots[index]; each != null; each = each.next) {
      if (each == node) {
        cut(slots, index, before, node);
        return;
      }
      before = each;
    }
    // A sweep or a parting has dropped it, and has counted it.
  }

  /** Unlinks the dead nodes of those buckets. */
  final void sweep(int from, int to) {
    @Nullable Node[] slots = table;
    for (int index = from; index < to; index++) {
      Node before = null;
      for (Node node = slots[index]; node != null; node = node.next) {
        if (node.word == Word.DEAD) {
          cut(slots, index, before, node);
        } else {
          before = node;
        }
      }
    }
  }

  /** Begins to grow if that many live nodes are too many for the table. */
  final void growFor(int nodes) {
    if (shrinking && nodes > table.length >> 2) {
      shrinking = false;
    }
    if (nodes <= table.length || table.length == MOST_CAPACITY) {
      return;
    }
    // Nothing is joint any more unless hardly anything was added since the last time.
    part(jointTo - jointFrom);
    @Nullable Node[] old = table;
    @Nullable Node[] slots = Arrays.copyOf(old, 2 * old.length);
    System.arraycopy(old, 0, slots, old.length, old.length);
    jointTo = old.length;
    replace(slots);
  }

  /** Begins to shrink if the table is nearly empty. */
  final void shrinkFor(int nodes) {
    if (!shrinking && nodes < table.length >> 4 && hasGrown()) {
      shrinking = true;
    }
  }

  final boolean isShrinking() {
    return shrinking;
  }

  /** Goes on growing or shrinking, by that many pairs. */
  final void resizeSome(int pairs, int nodes) {
    if (shrinking) {
      join(pairs, nodes);
    } else {
      part(pairs);
    }
  }

  private void part(int pairs) {
    int end = Math.min(jointTo, jointFrom + pairs);
    if (jointFrom >= end) {
      return;
    }
    RESIZES.setVolatile(this, resizes + 1);
    while (jointFrom < end) {
      partPair(jointFrom++);
    }
    if (jointFrom == jointTo) {
      jointFrom = 0;
      jointTo = 0;
    }
    RESIZES.setVolatile(this, resizes + 1);
  }

  /** Parts a joint chain, each part in the order that it had; dead nodes go. */
  private void partPair(int pair) {
    @Nullable Node[] slots = table;
    int half = slots.length >> 1;
    Node lower = null;
    Node upper = null;
    Node lowerHead = null;
    Node upperHead = null;
    for (Node node = slots[pair]; node != null; node = node.next) {
      if (node.word == Word.DEAD) {
        deadLinked--;
      } else if ((node.hash & half) == 0) {
        if (lower == null) {
          lowerHead = node;
        } else {
          follow(lower, node);
        }
        lower = node;
      } else {
        if (upper == null) {
          upperHead = node;
        } else {
          follow(upper, node);
        }
        upper = node;
      }
    }
    if (lower != null) {
      follow(lower, null);
    }
    if (upper != null) {
      follow(upper, null);
    }
    SLOT.setRelease(slots, pair, lowerHead);
    SLOT.setRelease(slots, pair + half, upperHead);
  }

  private static void follow(Node node, @Nullable Node next) {
    if (node.next != next) {
      node.setNext(next);
    }
  }

  private void join(int pairs, int nodes) {
    int half = table.length >> 1;
    for (int left = pairs; left > 0; left--) {
      if (jointTo < half) {
        joinPair(jointTo++);
      } else if (jointFrom > 0) {
        joinPair(--jointFrom);
      } else {
        halve();
        shrinking = nodes < table.length >> 2 && hasGrown();
        return;
      }
    }
  }

  /** Joins two chains: the upper one's nodes follow the lower one's. */
  private void joinPair(int pair) {
    @Nullable Node[] slots = table;
    int half = slots.length >> 1;
    Node upper = slots[pair + half];
    Node last = slots[pair];
    if (last == null) {
      SLOT.setRelease(slots, pair, upper);
      return;
    }
    if (upper != null) {
      for (Node next = last.next; next != null; next = last.next) {
        last = next;
      }
      last.setNext(upper);
    }
    SLOT.setRelease(slots, pair + half, slots[pair]);
  }

  private void halve() {
    @Nullable Node[] slots = Arrays.copyOf(table, table.length >> 1);
    jointFrom = 0;
    jointTo = 0;
    replace(slots);
  }

  private void replace(@Nullable Node[] slots) {
    table = slots;
    RESIZES.setVolatile(this, resizes + 2);
  }

  /** Lets go of all nodes, which are dead. */
  final void forget() {
    @Nullable Node[] slots = new Node[leastCapacity];
    jointFrom = 0;
    jointTo = 0;
    shrinking = false;
    replace(slots);
  }

  /** Whether this is a node's own bucket, and not only one that is joint with it. */
  private boolean isOf(Node node, int index) {
    return ((node.hash ^ index) & (table.length - 1)) == 0;
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
  final int scan(int bucket, int enough, int patience, List<Node> into) {
    @Nullable Node[] slots = table;
    int mask = slots.length - 1;
    int next = bucket;
    int left = patience;
    do {
      for (Node node = slots[next & mask]; node != null; node = node.next) {
        if (node.word != Word.DEAD && isOf(node, next)) {
          into.add(node);
        }
      }
      next = Integer.reverse(Integer.reverse(next | ~mask) + 1);
      left--;
    } while (next != 0 && into.size() < enough && left > 0);
    return next;
  }

  /** Checks every chain, for tests. */
  final void validate(Consumer<Node> action) {
    @Nullable Node[] slots = table;
    int half = slots.length >> 1;
    Set<Node> linked = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int index = 0; index < slots.length; index++) {
      int pair = index & (half - 1);
      boolean joint = jointFrom <= pair && pair < jointTo;
      check(!joint || slots[index] == slots[index ^ half], "two joint buckets differ");
      Set<Node> chain = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Node node = slots[index]; node != null; node = node.next) {
        check(chain.add(node), "a chain is a circle");
        check(
            isOf(node, index) || (joint && isOf(node, index ^ half)),
            "a node is in another's bucket");
        check(!isOf(node, index) || linked.add(node), "a node is linked twice");
      }
    }
    check((resizes & 1) == 0, "a parting has not ended");
    linked.forEach(action);
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("The store is broken: " + what);
    }
  }
}
