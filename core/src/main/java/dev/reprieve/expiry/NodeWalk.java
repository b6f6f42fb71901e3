package dev.reprieve.expiry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Goes through the nodes of a stripe a few buckets at a time, so that no writer waits for more than
 * that. What is there from beginning to end is found, and found once.
 */
final class NodeWalk {
  private final Stripe stripe;
  private final List<Node> nodes;
  private int bucket;
  private int capacity;

  /** Only then does a bucket come again, as a part of the one that it was joined with. */
  private boolean halved;

  NodeWalk(Stripe stripe) {
    this.stripe = stripe;
    this.nodes = new ArrayList<>(stripe.held());
  }

  /** Looks at some more buckets; false when there are no more. */
  boolean goOn() {
    stripe.lock();
    try {
      halved |= stripe.capacity() < capacity;
      capacity = stripe.capacity();
      bucket = stripe.scanSome(bucket, nodes);
    } finally {
      stripe.unlock();
    }
    return bucket != 0;
  }

  /** What was found so far and was not dead then. */
  List<Node> nodes() {
    if (!halved) {
      return nodes;
    }
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>(nodes.size()));
    return nodes.stream().filter(seen::add).toList();
  }
}
