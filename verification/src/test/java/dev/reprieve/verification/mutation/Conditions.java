package dev.reprieve.verification.mutation;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Conditions that differ from a given one in one place. */
final class Conditions {
  private Conditions() {}

  /** By what was done to it. */
  static Map<String, Condition> mutants(Condition condition) {
    Map<String, Condition> all = new LinkedHashMap<>();
    all.put("condition negated", condition.negate());
    all.put("condition dropped", Condition.always());
    inside(condition).forEach((how, mutant) -> all.put("condition: " + how, mutant));
    return all;
  }

  private static Map<String, Condition> inside(Condition condition) {
    Map<String, Condition> all = new LinkedHashMap<>();
    if (condition instanceof Condition.AllOf allOf) {
      List<Condition> parts = allOf.conditions();
      for (int i = 0; i < parts.size(); i++) {
        List<Condition> fewer = new ArrayList<>(parts);
        fewer.remove(i);
        all.put("\"" + parts.get(i).describe() + "\" dropped", new Condition.AllOf(fewer));
        int index = i;
        Map<String, Condition> deeper = inside(parts.get(i));
        if (!(parts.get(i) instanceof Condition.AllOf)) {
          deeper.put("\"" + parts.get(i).describe() + "\" negated", parts.get(i).negate());
        }
        deeper.forEach(
            (how, mutant) -> {
              List<Condition> other = new ArrayList<>(parts);
              other.set(index, mutant);
              all.put(how, new Condition.AllOf(other));
            });
      }
    } else if (condition instanceof Condition.Not not) {
      inside(not.condition()).forEach((how, mutant) -> all.put(how, mutant.negate()));
    } else if (condition instanceof Condition.OlderThan older) {
      all.put("one microsecond older", Condition.olderThan(older.age().plusNanos(1_000)));
      all.put("one microsecond younger", Condition.olderThan(older.age().minusNanos(1_000)));
      all.put("one day older", Condition.olderThan(older.age().plus(Duration.ofDays(1))));
    } else if (condition instanceof Condition.AttributeIn in) {
      without(in.values())
          .forEach(
              (gone, rest) ->
                  all.put("without " + gone, new Condition.AttributeIn(in.attribute(), rest)));
    } else if (condition instanceof Condition.AttributePrefixIn in) {
      without(in.parts())
          .forEach(
              (gone, rest) ->
                  all.put(
                      "without " + gone,
                      new Condition.AttributePrefixIn(in.attribute(), in.separator(), rest)));
    } else if (condition instanceof Condition.Billing billing) {
      Set<String> names = new TreeSet<>();
      billing.modes().forEach(mode -> names.add(mode.name()));
      without(names)
          .forEach(
              (gone, rest) ->
                  all.put(
                      "without " + gone,
                      Condition.billedBy(
                          rest.stream().map(BillingMode::new).toArray(BillingMode[]::new))));
    } else if (condition instanceof Condition.State state) {
      for (InstanceState other : InstanceState.values()) {
        if (!state.states().contains(other)) {
          all.put("also in " + other, condition.or(Condition.inState(other)));
        }
      }
    }
    return all;
  }

  /** The set without each of its elements; a set of one is left alone. */
  private static Map<String, Set<String>> without(Set<String> texts) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    if (texts.size() > 1) {
      for (String gone : new TreeSet<>(texts)) {
        Set<String> rest = new TreeSet<>(texts);
        rest.remove(gone);
        all.put(gone, rest);
      }
    }
    return all;
  }
}
