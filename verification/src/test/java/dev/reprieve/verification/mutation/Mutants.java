package dev.reprieve.verification.mutation;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every policy that differs from the given one in one line. */
final class Mutants {
  /** What stands in the place of a rule id. */
  static final String OTHER_RULE = "XXX-99";

  private Mutants() {}

  static List<Mutant> of(RetentionPolicy policy) {
    List<Mutant> all = new ArrayList<>();
    new PolicyMutants((what, change) -> all.add(mutant(policy, what, change, false)))
        .derive(new Draft(policy));
    Draft draft = new Draft(policy);
    for (int i = 0; i < draft.profiles.size(); i++) {
      List<RetentionTable> tables = draft.profiles.get(i).tables();
      for (int j = 0; j < tables.size(); j++) {
        int profile = i;
        int table = j;
        String place = draft.profiles.get(i).name() + "/" + tables.get(j).name() + "/";
        new TableMutants(
                (what, mutated) ->
                    all.add(
                        mutant(
                            policy,
                            place + what,
                            changed -> changed.replace(profile, table, mutated),
                            Reach.noneOf(policy, tables.get(table), mutated))))
            .derive(tables.get(j));
      }
    }
    return all;
  }

  private static Mutant mutant(
      RetentionPolicy policy, String what, Consumer<Draft> change, boolean rulesNothing) {
    return new Mutant(policy.id() + "/" + what, policy, change, rulesNothing);
  }
}
