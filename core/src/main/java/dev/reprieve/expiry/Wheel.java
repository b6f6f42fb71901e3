package dev.reprieve.expiry;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one stripe by deadline: a hierarchical timing wheel of 256 slots a level, the lowest
 * of 65.5 ms.
 *
 * <p>A slot is found by the highest byte in which the deadline's tick and the cursor differ, so a
 * level holds only ticks that share all higher bytes with the cursor, no slot is ever lapped, and
 * whatever lies in a lower level is due before anything in a higher one. Slots are lists of arrays,
 * not linked nodes: draining them does not chase pointers.
 *
 * <p>Entries are lazy. A node whose deadline moved later stays where it is and is filed anew when
 * its slot comes up; one that moved earlier is filed a second time, and {@link Node#filed} says
 * which entry counts.
 *
 * <p>Guarded by the stripe's lock.
 */
final class Wheel {
  private static final int TICK_SHIFT = 16;
  private static final int LEVELS = 6;
  private static final int SLOTS = 256;

  /** Makes the ticks of all deadlines positive. */
  private static final long TICK_BIAS = 1L << 46;

  private final @Nullable Level[] levels = new Level[LEVELS];

  /** The tick that is open: all before it have been taken. */
  private long cursor;

  /** The least deadline filed into the open tick's slot since that was last taken. */
  private long openDue = Word.NO_DEADLINE;

  /**
   * Taken and not yet looked at. Survives between batches: a slot that is being drained must not be
   * forgotten.
   */
  private @Nullable Chunk pending;

  private int pendingEntries;
  private int entries;

  Wheel(long now) {
    cursor = tick(now);
  }

  /** The slots of a level, made when the first is used, and a bit for each that is not empty. */
  private static final class Level {
    private final @Nullable Chunk[] slots = new Chunk[SLOTS];
    private final long[] occupied = new long[SLOTS / Long.SIZE];
  }

  /** Entries of one slot, the newest chunk first. */
  static final class Chunk {
    private static final int LEAST = 6;
    private static final int MOST = 254;

    final int id;
    private Node[] nodes = new Node[LEAST];
    private int size;
    private @Nullable Chunk next;

    Chunk(int id, @Nullable Chunk next) {
      this.id = id;
      this.next = next;
    }

    boolean add(Node node) {
      if (size == nodes.length) {
        if (size == MOST) {
          return false;
        }
        nodes = Arrays.copyOf(nodes, Math.min(2 * size + 2, MOST));
      }
      nodes[size++] = node;
      return true;
    }
  }

  private static long tick(long micros) {
    return (micros >> TICK_SHIFT) + TICK_BIAS;
  }

  private static int level(long difference) {
    return difference == 0 ? 0 : (63 - Long.numberOfLeadingZeros(difference)) >>> 3;
  }

  private static int slot(long tick, int level) {
    return (int) (tick >>> (level << 3)) & (SLOTS - 1);
  }

  /** All entries, the stale ones included. */
  int entries() {
    return entries;
  }

  int pendingEntries() {
    return pendingEntries;
  }

  /** Files a node by its deadline, unless its entry comes up early enough where it is. */
  void file(Node node, long deadline) {
    int open = slot(cursor, 0);
    int filed = node.filed;
    if (filed != Node.UNFILED && comesInTime(filed, deadline)) {
      if (filed == open) {
        openDue = Math.min(openDue, deadline);
      }
      return;
    }
    long tick = Math.max(tick(deadline), cursor);
    int level = level(tick ^ cursor);
    int slot = slot(tick, level);
    int id = level << 8 | slot;
    if (id == open) {
      openDue = Math.min(openDue, deadline);
    }
    Level row = levels[level];
    if (row == null) {
      row = new Level();
      levels[level] = row;
    }
    Chunk chunk = row.slots[slot];
    if (chunk == null || !chunk.add(node)) {
      chunk = new Chunk(id, chunk);
      chunk.add(node);
      row.slots[slot] = chunk;
      row.occupied[slot >> 6] |= 1L << slot;
    }
    node.filed = id;
    entries++;
  }

  /** Moves the cursor to now and takes every slot that may hold something due. */
  void advance(long now) {
    long to = Math.max(tick(now), cursor);
    int highest = level(to ^ cursor);
    for (int level = 0; level < highest; level++) {
      take(level, SLOTS - 1);
    }
    take(highest, slot(to, highest));
    cursor = to;
    openDue = Word.NO_DEADLINE;
  }

  /** Takes the slots of a level up to that one. */
  private void take(int level, int last) {
    Level row = levels[level];
    if (row == null) {
      return;
    }
    long[] bits = row.occupied;
    for (int i = 0; i <= last >> 6; i++) {
      long mask = i < last >> 6 ? -1L : -1L >>> (63 - (last & 63));
      for (long rest = bits[i] & mask; rest != 0; rest &= rest - 1) {
        int slot = i << 6 | Long.numberOfTrailingZeros(rest);
        Chunk head = row.slots[slot];
        row.slots[slot] = null;
        Chunk tail = head;
        while (tail != null) {
          pendingEntries += tail.size;
          Chunk next = tail.next;
          if (next == null) {
            tail.next = pending;
            pending = head;
          }
          tail = next;
        }
      }
      bits[i] &= ~mask;
    }
  }

  /**
   * Takes entries that are pending. Entries that are stale by the look of {@link Node#filed} are
   * dropped on the way.
   *
   * @return how many nodes were put into the array, each now unfiled
   */
  int takePending(@Nullable Node[] into) {
    int taken = 0;
    int patience = 4 * into.length;
    Chunk chunk = pending;
    while (chunk != null && taken < into.length && patience > 0) {
      if (chunk.size == 0) {
        chunk = chunk.next;
        pending = chunk;
        continue;
      }
      int from = Math.max(0, chunk.size - (into.length - taken));
      int dropped = chunk.size - from;
      // Two passes, so that the loads of the second overlap.
      System.arraycopy(chunk.nodes, from, into, taken, dropped);
      Arrays.fill(chunk.nodes, from, chunk.size, null);
      chunk.size = from;
      pendingEntries -= dropped;
      patience -= dropped;
      entries -= dropped;
      int end = taken + dropped;
      for (int i = taken; i < end; i++) {
        Node node = into[i];
        if (node != null && node.filed == chunk.id) {
          node.filed = Node.UNFILED;
          into[taken++] = node;
        }
      }
    }
    if (chunk != null && chunk.size == 0) {
      pending = chunk.next;
    }
    return taken;
  }

  /** A lower bound of when something is due; {@link Word#NO_DEADLINE} if there is nothing. */
  long due() {
    if (pendingEntries > 0) {
      return Long.MIN_VALUE;
    }
    if (openDue != Word.NO_DEADLINE) {
      return openDue;
    }
    for (int level = 0; level < LEVELS; level++) {
      Level row = levels[level];
      if (row == null) {
        continue;
      }
      long[] bits = row.occupied;
      for (int i = 0; i < bits.length; i++) {
        if (bits[i] != 0) {
          int slot = i << 6 | Long.numberOfTrailingZeros(bits[i]);
          int shift = level << 3;
          long start = (cursor >>> (shift + 8) << 8 | slot) << shift;
          return (start - TICK_BIAS) << TICK_SHIFT;
        }
      }
    }
    return Word.NO_DEADLINE;
  }

  /** Forgets all entries; the nodes are to be filed again. */
  void reset() {
    Arrays.fill(levels, null);
    pending = null;
    pendingEntries = 0;
    entries = 0;
    openDue = Word.NO_DEADLINE;
  }

  /** Checks the wheel's own invariants and counts, for tests. */
  void validate(ObjIntConsumer<Node> entry) {
    int found = 0;
    int waiting = 0;
    for (Chunk chunk = pending; chunk != null; chunk = chunk.next) {
      waiting += chunk.size;
      for (int i = 0; i < chunk.size; i++) {
        entry.accept(chunk.nodes[i], chunk.id);
      }
    }
    check(waiting == pendingEntries, "pending entries");
    for (int level = 0; level < LEVELS; level++) {
      Level row = levels[level];
      if (row == null) {
        continue;
      }
      @Nullable Chunk[] slots = row.slots;
      for (int slot = 0; slot < SLOTS; slot++) {
        check(
            (slots[slot] != null) == ((row.occupied[slot >> 6] >>> slot & 1) != 0), "occupied bit");
        if (slots[slot] != null) {
          check(
              slot > slot(cursor, level) || (level == 0 && slot == slot(cursor, 0)),
              "a slot behind the cursor is in use");
        }
        for (Chunk chunk = slots[slot]; chunk != null; chunk = chunk.next) {
          check(chunk.id == (level << 8 | slot), "chunk id");
          found += chunk.size;
          for (int i = 0; i < chunk.size; i++) {
            entry.accept(chunk.nodes[i], chunk.id);
          }
        }
      }
    }
    check(found + waiting == entries, "entries");
  }

  /**
   * Whether a node filed there is looked at no later than its deadline. (Of an entry that is
   * pending this says nothing, and may: it is looked at before anything else.)
   */
  boolean comesInTime(int id, long deadline) {
    int level = id >> 8;
    int shift = level << 3;
    long start = (cursor >>> (shift + 8) << 8 | (id & 255)) << shift;
    return start <= Math.max(tick(deadline), cursor);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("The wheel is broken: " + what);
    }
  }
}
