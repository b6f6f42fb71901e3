package dev.reprieve.policy;

import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Whether a condition can hold of what a table rules, in one of its states: told from the table
 * alone, without an instance. What cannot be told is {@link #SOMETIMES}.
 */
enum Bearing {
  /** Of every instance. */
  ALWAYS,
  /** Of some, as far as the table tells. */
  SOMETIMES,
  /** Of none. */
  NEVER;

  /**
   * How a condition bears on what a table rules.
   *
   * @param asked the condition
   * @param known what holds of everything that the table rules
   * @param state the state that it is in
   */
  static Bearing of(Condition asked, Condition known, InstanceState state) {
    if (asked instanceof Condition.AllOf all) {
      return of(all.conditions(), known, state, NEVER, ALWAYS);
    }
    if (asked instanceof Condition.AnyOf any) {
      return of(any.conditions(), known, state, ALWAYS, NEVER);
    }
    if (asked instanceof Condition.Not not) {
      return of(not.condition(), known, state).opposite();
    }
    if (asked instanceof Condition.State in) {
      return in.states().contains(state) ? ALWAYS : NEVER;
    }
    return given(asked, known);
  }

  /** One part that is {@code decisive} decides; if all are the other, so is the whole. */
  private static Bearing of(
      List<Condition> parts,
      Condition known,
      InstanceState state,
      Bearing decisive,
      Bearing other) {
    Bearing whole = other;
    for (Condition part : parts) {
      Bearing bearing = of(part, known, state);
      if (bearing == decisive) {
        return decisive;
      }
      whole = bearing == other ? whole : SOMETIMES;
    }
    return whole;
  }

  private static Bearing given(Condition asked, Condition known) {
    if (known instanceof Condition.AllOf all) {
      for (Condition part : all.conditions()) {
        Bearing bearing = given(asked, part);
        if (bearing != SOMETIMES) {
          return bearing;
        }
      }
    } else if (asked instanceof Condition.AttributeIn wanted
        && known instanceof Condition.AttributeIn there) {
      if (wanted.attribute().equals(there.attribute())) {
        return of(wanted.values(), there.values());
      }
    } else if (asked instanceof Condition.Billing wanted
        && known instanceof Condition.Billing there) {
      return of(wanted.modes(), there.modes());
    }
    return SOMETIMES;
  }

  private static <T> Bearing of(Set<T> wanted, Set<T> there) {
    if (wanted.containsAll(there)) {
      return ALWAYS;
    }
    return Collections.disjoint(wanted, there) ? NEVER : SOMETIMES;
  }

  private Bearing opposite() {
    return this == ALWAYS ? NEVER : this == NEVER ? ALWAYS : SOMETIMES;
  }
}
