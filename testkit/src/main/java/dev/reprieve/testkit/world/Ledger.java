package dev.reprieve.testkit.world;

import dev.reprieve.model.Child;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.AuditEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the outside knows of one instance: its last row, its model, its orders, and its body. */
final class Ledger {
  private static final int NOT_TAKEN_IN = -1;

  private final InstanceKey key;
  private final Course course;
  private final Body body = new Body();
  private final Map<EffectKey, Order> orders = new LinkedHashMap<>();
  private final List<Order> open = new ArrayList<>(4);
  private final List<AuditEntry> trail = new ArrayList<>();
  private List<Child> children = List.of();
  private int takenInAs = NOT_TAKEN_IN;
  private @Nullable Instance row;
  private long fence;

  Ledger(InstanceKey key, Interpreter.Settings settings) {
    this.key = key;
    this.course = new Course(settings);
  }

  InstanceKey key() {
    return key;
  }

  Course course() {
    return course;
  }

  Body body() {
    return body;
  }

  @Nullable Instance row() {
    return row;
  }

  /** What goes with it (SAF-19). */
  List<Child> children() {
    return children;
  }

  void goesWith(List<Child> set) {
    children = set.stream().distinct().toList();
  }

  /** As which member of the fleet it was taken in, or -1 for none. */
  int takenInAs() {
    return takenInAs;
  }

  void takenInAs(int member) {
    takenInAs = member;
  }

  void write(Instance next) {
    row = next;
  }

  void add(Order order) {
    if (orders.put(order.effect().key(), order) != null) {
      throw new Breach("two effects have one key", order.toString());
    }
    open.add(order);
  }

  @Nullable Order order(EffectKey effect) {
    return orders.get(effect);
  }

  /** What is ordered and not over, in order. */
  List<Order> open() {
    open.removeIf(order -> !order.isOpen());
    return open;
  }

  /** Whether a claim's fence is greater than every earlier one; remembers it. */
  boolean isGreaterFence(long next) {
    boolean greater = next > fence;
    fence = next;
    return greater;
  }

  Iterable<Order> orders() {
    return orders.values();
  }

  List<AuditEntry> trail() {
    return trail;
  }
}
