package dev.reprieve.model;

import dev.reprieve.internal.Ordered;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table or a restriction asks of an instance. The set of conditions is closed and each is
 * plain data, so that a table can be printed, compared, hashed, mutated and stored. Immutable.
 */
public sealed interface Condition {
  /** Whether the condition holds for the instance at an instant. */
  boolean holds(Instance instance, Instant at);

  /** The condition in words, the same for equal conditions: part of a policy's digest. */
  String describe();

  /** Both. */
  default Condition and(Condition other) {
    Objects.requireNonNull(other, "other");
    return new AllOf(List.of(this, other));
  }

  /** At least one of the two. */
  default Condition or(Condition other) {
    Objects.requireNonNull(other, "other");
    return new AnyOf(List.of(this, other));
  }

  /** The opposite. */
  default Condition negate() {
    return new Not(this);
  }

  /** Holds for every instance. */
  static Condition always() {
    return new AllOf(List.of());
  }

  /** Holds while the instance is in arrears. */
  static Condition inArrears() {
    return new InArrears();
  }

  /** Holds for instances that are paid for in one of these ways. */
  static Condition billedBy(BillingMode... modes) {
    Objects.requireNonNull(modes, "modes");
    return new Billing(Set.of(modes));
  }

  /** Holds in these states. */
  static Condition inState(InstanceState... states) {
    Objects.requireNonNull(states, "states");
    return new State(Set.copyOf(Arrays.asList(states)));
  }

  /**
   * Holds once more than {@code age} has gone by since the creation: not yet at exactly that age.
   */
  static Condition olderThan(Duration age) {
    return new OlderThan(age);
  }

  /** The attribute is there and has one of these texts. */
  record AttributeIn(String attribute, Set<String> values) implements Condition {
    /** Copies the values. */
    public AttributeIn {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(values, "values");
      values = Ordered.copyOf(values);
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      @Nullable String text = instance.attributes().text(attribute);
      return text != null && values.contains(text);
    }

    @Override
    public String describe() {
      return attribute + (values.size() == 1 ? " is " : " is one of ") + sorted(values);
    }
  }

  /** What stands before the first separator is one of these texts. */
  record AttributePrefixIn(String attribute, String separator, Set<String> parts)
      implements Condition {
    /** Copies the parts. */
    public AttributePrefixIn {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(separator, "separator");
      Objects.requireNonNull(parts, "parts");
      parts = Ordered.copyOf(parts);
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      @Nullable String text = instance.attributes().text(attribute);
      if (text == null) {
        return false;
      }
      int end = text.indexOf(separator);
      return parts.contains(end < 0 ? text : text.substring(0, end));
    }

    @Override
    public String describe() {
      return attribute + " before \"" + separator + "\" is one of " + sorted(parts);
    }
  }

  /** The billing mode is one of these. */
  record Billing(Set<BillingMode> modes) implements Condition {
    /** Copies the modes. */
    public Billing {
      Objects.requireNonNull(modes, "modes");
      modes = Ordered.copyOf(modes, Comparator.comparing(BillingMode::name));
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      return modes.contains(instance.billing());
    }

    @Override
    public String describe() {
      return "billed by "
          + sorted(modes.stream().map(BillingMode::name).collect(Collectors.toSet()));
    }
  }

  /** The state is one of these. */
  record State(Set<InstanceState> states) implements Condition {
    /** Copies the states. */
    public State {
      Objects.requireNonNull(states, "states");
      states = Ordered.copyOf(states);
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      return states.contains(instance.state());
    }

    @Override
    public String describe() {
      return "state " + sorted(states.stream().map(Enum::name).collect(Collectors.toSet()));
    }
  }

  /** Arrears are recorded. */
  record InArrears() implements Condition {
    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      return instance.arrearsSince() != null;
    }

    @Override
    public String describe() {
      return "in arrears";
    }
  }

  /**
   * More than this long since the creation. An instance whose creation nobody said was always
   * there.
   */
  record OlderThan(Duration age) implements Condition {
    /** Refuses nulls. */
    public OlderThan {
      Objects.requireNonNull(age, "age");
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      @Nullable Instant createdAt = instance.createdAt();
      return createdAt == null || at.isAfter(createdAt.plus(age));
    }

    @Override
    public String describe() {
      return "created more than " + age + " ago";
    }
  }

  /** Every one of these; holds when there is none. */
  record AllOf(List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public AllOf {
      Objects.requireNonNull(conditions, "conditions");
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      for (Condition condition : conditions) {
        if (!condition.holds(instance, at)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String describe() {
      return conditions.isEmpty() ? "always" : joined(conditions, " and ");
    }
  }

  /** At least one of these. */
  record AnyOf(List<Condition> conditions) implements Condition {
    /** Copies the conditions. */
    public AnyOf {
      Objects.requireNonNull(conditions, "conditions");
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      for (Condition condition : conditions) {
        if (condition.holds(instance, at)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String describe() {
      return joined(conditions, " or ");
    }
  }

  /** The opposite. */
  record Not(Condition condition) implements Condition {
    /** Refuses nulls. */
    public Not {
      Objects.requireNonNull(condition, "condition");
    }

    @Override
    public boolean holds(Instance instance, Instant at) {
      Objects.requireNonNull(instance, "instance");
      Objects.requireNonNull(at, "at");
      return !condition.holds(instance, at);
    }

    @Override
    public String describe() {
      return "not (" + condition.describe() + ")";
    }
  }

  private static String sorted(Set<String> texts) {
    return String.join(", ", new TreeSet<>(texts));
  }

  private static String joined(List<Condition> conditions, String word) {
    return conditions.stream()
        .map(condition -> "(" + condition.describe() + ")")
        .collect(Collectors.joining(word));
  }
}
