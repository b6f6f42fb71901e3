package dev.reprieve.testkit.world;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.recyclebin.PendingAsk;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what needs a second principal, and who has agreed to what (SAF-20). */
final class Principals {
  private static final String AND = ", ";

  private final Set<SecondLook> needed;
  private final Map<String, PendingAsk> waiting = new HashMap<>();

  Principals(Set<SecondLook> needed) {
    this.needed = needed;
  }

  boolean needs(SecondLook act) {
    return needed.contains(act);
  }

  /** Somebody's ask was kept. */
  void asks(PendingAsk ask) {
    if (!needed.contains(ask.act())) {
      throw new Breach("a second principal is asked for what needs none", ask.toString());
    }
    waiting.put(ask.id(), ask);
  }

  /** A worker has taken an ask out, to do it or to drop it. */
  void taken(PendingAsk ask, Worker worker) {
    if (waiting.remove(ask.id()) == null) {
      throw new Breach("an ask was taken twice", ask.toString());
    }
    worker.takes(ask);
  }

  /** Who said it first, where two are named. */
  static @Nullable String first(@Nullable String by) {
    int end = by == null ? -1 : by.indexOf(AND);
    return end < 0 || by == null ? by : by.substring(0, end);
  }

  private static @Nullable String second(@Nullable String by) {
    int end = by == null ? -1 : by.indexOf(AND);
    return end < 0 || by == null ? null : by.substring(end + AND.length());
  }

  /** Something was done that may need two. */
  void check(@Nullable SecondLook act, @Nullable String by, Worker worker, Object what) {
    String second = second(by);
    if (act != null && needs(act) && second == null) {
      throw new Breach("one principal did what needs two", act + " by " + by + ": " + what);
    }
    if (second == null) {
      return;
    }
    PendingAsk agreed = worker.agreedTo();
    if (second.strip().equals(String.valueOf(first(by)).strip())) {
      throw new Breach("the second principal is the first", by + ": " + what);
    }
    if (agreed == null || !agreed.by().equals(first(by))) {
      throw new Breach("nobody has agreed to what was done", by + ": " + what + ", " + agreed);
    }
  }
}
