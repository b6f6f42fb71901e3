package dev.reprieve.expiry;

import java.util.Arrays;
import java.util.function.Consumer;
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

  /** The next slot in which stale entries are looked for; negative if none are. */
  private int compacted = -1;

  /** The chunk of the slot before that in which they are looked for, and where in it. */
  private @Nullable Chunk current;

  private int position;

  private @Nullable Chunk before;

  /** Numbers the searches for stale entries. */
  private int pass;

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
    private @Nullable Node[] nodes = new Node[LEAST];
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

    /** Takes out an entry; the last one takes its place. */
    void drop(int index) {
      size--;
      nodes[index] = nodes[size];
      nodes[size] = null;
    }

    void trim() {
      if (nodes.length > LEAST && size < nodes.length >> 2) {
        nodes = Arrays.copyOf(nodes, Math.max(LEAST, size));
      }
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

  /** The entries in the slots, the stale ones included, and those that are pending not. */
  int filedEntries() {
    return entries - pendingEntries;
  }

  int pendingEntries() {
    return pendingEntries;
  }

  /** Files a node by its deadline, unless its entry comes up early enough where it is. */
  void file(Node node, long deadline) {
    int open = slot(cursor, 0);
    int filed = node.filed;
    if (filed != Node.UNFILED && comesInTime(filed, deadline)) {
      if ((filed & Node.BUCKET) == open) {
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
        if (current != null && current.id == (level << 8 | slot)) {
          // What is taken is not compacted any more.
          current = null;
        }
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
        if (node != null && (node.filed & Node.BUCKET) == chunk.id) {
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

  boolean isCompacting() {
    return compacted >= 0;
  }

  /** Begins to look for stale entries, to drop them. */
  void compact() {
    compacted = 0;
    current = null;
    pass = pass == Node.PASSES ? 1 : pass + 1;
  }

  /**
   * Looks at that many entries, and drops those that are stale, of dead nodes, or of nodes without
   * deadline. What is pending is left alone.
   *
   * <p>The node keeps the number of this pass with its bucket, which shows an entry of the same
   * node further on in the same bucket to be one too many.
   */
  void compactSome(int patience) {
    int left = patience;
    while (left > 0 && isCompacting()) {
      Chunk chunk = current;
      if (chunk == null) {
        before = null;
        current = nextToCompact();
        position = 0;
      } else if (position < chunk.size) {
        left--;
        Node node = chunk.nodes[position];
        if (node != null && isNeeded(node, chunk.id)) {
          position++;
        } else {
          chunk.drop(position);
          entries--;
        }
      } else {
        position = 0;
        current = chunk.next;
        if (chunk.size == 0) {
          unlink(chunk);
        } else {
          chunk.trim();
          before = chunk;
        }
      }
    }
  }

  private boolean isNeeded(Node node, int id) {
    int filed = node.filed;
    if (filed == Node.UNFILED || (filed & Node.BUCKET) != id) {
      return false;
    }
    long word = node.word;
    if (word == Word.DEAD || Word.deadline(word) == Word.NO_DEADLINE) {
      node.filed = Node.UNFILED;
      return false;
    }
    node.filed = pass * (Node.BUCKET + 1) | id;
    return filed != node.filed;
  }

  /** The first chunk of the next slot in use; null, and the end of the pass, if there is none. */
  private @Nullable Chunk nextToCompact() {
    for (int id = compacted; id < LEVELS * SLOTS; id++) {
      Level row = levels[id >> 8];
      Chunk head = row == null ? null : row.slots[id & 255];
      if (head != null) {
        compacted = id + 1;
        return head;
      }
    }
    compacted = -1;
    return null;
  }

  /** Takes an empty chunk out of its slot. */
  private void unlink(Chunk chunk) {
    int slot = chunk.id & 255;
    Level row = levels[chunk.id >> 8];
    if (row == null) {
      return;
    }
    Chunk head = row.slots[slot];
    if (head == chunk) {
      row.slots[slot] = chunk.next;
      if (chunk.next == null) {
        row.occupied[slot >> 6] &= ~(1L << slot);
      }
      return;
    }
    // Chunks may have been put before it since it was the first.
    Chunk prior = before == null ? head : before;
    while (prior != null && prior.next != chunk) {
      prior = prior.next;
    }
    if (prior != null) {
      prior.next = chunk.next;
    }
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
    compacted = -1;
    current = null;
    pending = null;
    pendingEntries = 0;
    entries = 0;
    openDue = Word.NO_DEADLINE;
  }

  /** Checks the wheel's own invariants and counts, and gives each node's entry that counts. */
  void validate(Consumer<Node> action) {
    int found = 0;
    int waiting = 0;
    for (Chunk chunk = pending; chunk != null; chunk = chunk.next) {
      waiting += chunk.size;
      for (int i = 0; i < chunk.size; i++) {
        give(chunk, i, action);
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
          check(chunk.size > 0 || chunk == current, "an empty chunk");
          found += chunk.size;
          for (int i = 0; i < chunk.size; i++) {
            give(chunk, i, action);
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
    int level = (id & Node.BUCKET) >> 8;
    int shift = level << 3;
    long start = (cursor >>> (shift + 8) << 8 | (id & 255)) << shift;
    return start <= Math.max(tick(deadline), cursor);
  }

  private static void give(Chunk chunk, int index, Consumer<Node> action) {
    Node node = chunk.nodes[index];
    if (node != null && (node.filed & Node.BUCKET) == chunk.id) {
      action.accept(node);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("The wheel is broken: " + what);
    }
  }
}
