package dev.reprieve.expiry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one pass over stripes works with and has done so far. Belongs to one thread. */
final class Batch {
  /** Nodes a lock hold: a few microseconds. */
  static final int SIZE = 64;

  final @Nullable Node[] nodes = new Node[SIZE];
  final long[] words = new long[SIZE];

  long examined;
  long removed;

  private final boolean tells;
  private final List<Dead> dead = new ArrayList<>();

  Batch(boolean tells) {
    this.tells = tells;
  }

  /** A node's last contents. */
  record Dead(Object key, Object value, long deadline) {}

  /** Takes over a node that was just killed. */
  void take(Node node, long deadline) {
    if (tells) {
      Object key = node.key;
      Object value = node.value;
      if (key != null && value != null) {
        dead.add(new Dead(key, value, deadline));
      }
    }
    node.wipe();
  }

  /** Hands over what was taken since it was last asked. */
  List<Dead> handOver() {
    if (dead.isEmpty()) {
      return List.of();
    }
    List<Dead> all = List.copyOf(dead);
    dead.clear();
    return all;
  }
}
