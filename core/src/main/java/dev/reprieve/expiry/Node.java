package dev.reprieve.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A key, its value and its {@link Word}, linked into a bucket's chain: 40 bytes with compressed
 * references.
 *
 * <p>Written under the stripe's lock, but for two lock-free changes of the word: a longer deadline,
 * and death. Who makes a node {@link Word#DEAD} owns it, tells of it, and wipes it.
 */
final class Node {
  /** Not in the wheel. */
  static final int UNFILED = -1;

  /** The part of {@link #filed} that is a bucket of the wheel. */
  static final int BUCKET = (1 << 11) - 1;

  /** The most that the other part may be. */
  static final int PASSES = (1 << 20) - 1;

  static final VarHandle WORD;
  static final VarHandle VALUE;
  static final VarHandle NEXT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WORD = lookup.findVarHandle(Node.class, "word", long.class);
      VALUE = lookup.findVarHandle(Node.class, "value", Object.class);
      NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  final int hash;

  /**
   * Which bucket of the wheel holds the entry that counts; any other entry of this node is stale.
   * Above that, which of the wheel's searches for stale entries has seen it last.
   */
  int filed = UNFILED;

  volatile long word;
  @Nullable Object key;
  volatile @Nullable Object value;
  volatile @Nullable Node next;

  Node(int hash, Object key, Object value, long word) {
    this.hash = hash;
    this.key = key;
    VALUE.set(this, value);
    WORD.set(this, word);
  }

  boolean compareAndSetWord(long expected, long word) {
    return WORD.compareAndSet(this, expected, word);
  }

  void setNext(@Nullable Node node) {
    NEXT.setRelease(this, node);
  }

  /**
   * Lets go of key and value, so that what still points to a dead node keeps no more than the node.
   */
  void wipe() {
    VALUE.setRelease(this, null);
    key = null;
  }
}
