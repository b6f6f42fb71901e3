package dev.reprieve.verification.mutation;

import dev.reprieve.model.Advice;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.AutoRenewal;
import dev.reprieve.policy.Counsel;
import dev.reprieve.policy.NotCarried;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.Restriction;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can be changed in a policy beside its tables. */
final class PolicyMutants {
  private final BiConsumer<String, Consumer<Draft>> found;

  PolicyMutants(BiConsumer<String, Consumer<Draft>> found) {
    this.found = found;
  }

  void derive(Draft draft) {
    droppedAndSwapped("billing mode", draft, own -> own.billing, false);
    droppedAndSwapped("creation needed for", draft, own -> own.creationNeeded, false);
    droppedAndSwapped("requirement", draft, own -> own.requirements, false);
    droppedAndSwapped("profile", draft, own -> own.profiles, true);
    droppedAndSwapped("restriction", draft, own -> own.restrictions, true);
    droppedAndSwapped("attribute change", draft, own -> own.changes, false);
    droppedAndSwapped("auto-renewal", draft, own -> own.autoRenewals, false);
    droppedAndSwapped("not carried", draft, own -> own.notCarried, false);
    droppedAndSwapped("host carries", draft, own -> own.hostCarries, false);
    droppedAndSwapped("counsel", draft, own -> own.counsels, false);
    if (draft.billingChangeRule != null) {
      found.accept("billing change dropped", own -> own.billingChangeRule = null);
      found.accept("billing change, rule changed", o -> o.billingChangeRule = Mutants.OTHER_RULE);
    }
    requirements(draft);
    restrictions(draft);
    changes(draft);
    rest(draft);
  }

  private <T> void droppedAndSwapped(
      String what, Draft draft, Function<Draft, List<T>> list, boolean ordered) {
    for (int i = 0; i < list.apply(draft).size(); i++) {
      int index = i;
      found.accept(what + " " + (i + 1) + " dropped", own -> list.apply(own).remove(index));
      if (ordered && i > 0) {
        found.accept(
            what + " " + (i + 1) + " before " + i,
            own -> Collections.swap(list.apply(own), index, index - 1));
      }
    }
  }

  private <T> void replaced(String what, Function<Draft, List<T>> list, int index, T with) {
    found.accept(what, own -> list.apply(own).set(index, with));
  }

  private void requirements(Draft draft) {
    for (int i = 0; i < draft.requirements.size(); i++) {
      Requirement line = draft.requirements.get(i);
      String what = "requirement " + (i + 1) + " of " + line.key() + ", ";
      Function<Draft, List<Requirement>> list = own -> own.requirements;
      if (line.whatIf() == null) {
        replaced(
            what + "condition negated",
            list,
            i,
            new Requirement(line.key(), line.when().negate(), null));
      } else {
        replaced(
            what + "no longer taken for granted",
            list,
            i,
            new Requirement(line.key(), line.when(), null));
        for (String choice : line.key().choices()) {
          if (!choice.equals(line.whatIf())) {
            replaced(
                what + choice + " taken for granted",
                list,
                i,
                new Requirement(line.key(), line.when(), choice));
          }
        }
      }
    }
  }

  private void restrictions(Draft draft) {
    for (int i = 0; i < draft.restrictions.size(); i++) {
      Restriction line = draft.restrictions.get(i);
      String what = "restriction " + (i + 1) + " of " + line.operation() + ", ";
      Function<Draft, List<Restriction>> list = own -> own.restrictions;
      Conditions.mutants(line.when())
          .forEach(
              (how, when) ->
                  found.accept(
                      what + how,
                      own ->
                          own.restrictions.set(
                              draft.restrictions.indexOf(line),
                              new Restriction(
                                  line.operation(), when, line.code(), line.rule(), line.why()))));
      replaced(
          what + "rule changed",
          list,
          i,
          new Restriction(
              line.operation(), line.when(), line.code(), Mutants.OTHER_RULE, line.why()));
      Set<Operation> others = new TreeSet<>();
      draft.restrictions.forEach(other -> others.add(other.operation()));
      others.remove(line.operation());
      for (Operation other : others) {
        replaced(
            what + "of " + other + " instead",
            list,
            i,
            new Restriction(other, line.when(), line.code(), line.rule(), line.why()));
      }
      for (Restriction other : draft.restrictions) {
        if (!other.code().equals(line.code())) {
          replaced(
              what + "refused as " + other.code() + " by " + other.rule(),
              list,
              i,
              new Restriction(
                  line.operation(), line.when(), other.code(), line.rule(), line.why()));
        }
      }
    }
  }

  private void changes(Draft draft) {
    for (int i = 0; i < draft.changes.size(); i++) {
      AttributeChange line = draft.changes.get(i);
      String what = "attribute change " + (i + 1) + ", ";
      Function<Draft, List<AttributeChange>> list = own -> own.changes;
      Spans.mutants(line.noticeInBin())
          .forEach(
              (how, notice) ->
                  found.accept(
                      what + "notice " + how,
                      own ->
                          own.changes.set(
                              draft.changes.indexOf(line),
                              new AttributeChange(
                                  line.operation(),
                                  line.key(),
                                  line.when(),
                                  notice,
                                  line.rule()))));
      Conditions.mutants(line.when())
          .forEach(
              (how, when) ->
                  found.accept(
                      what + how,
                      own ->
                          own.changes.set(
                              draft.changes.indexOf(line),
                              new AttributeChange(
                                  line.operation(),
                                  line.key(),
                                  when,
                                  line.noticeInBin(),
                                  line.rule()))));
      replaced(
          what + "rule changed",
          list,
          i,
          new AttributeChange(
              line.operation(), line.key(), line.when(), line.noticeInBin(), Mutants.OTHER_RULE));
    }
  }

  private void rest(Draft draft) {
    for (int i = 0; i < draft.autoRenewals.size(); i++) {
      AutoRenewal line = draft.autoRenewals.get(i);
      int index = i;
      String what = "auto-renewal " + (i + 1) + ", ";
      Spans.mutants(line.lead())
          .forEach(
              (how, lead) ->
                  found.accept(
                      what + "lead " + how,
                      own ->
                          own.autoRenewals.set(
                              index, new AutoRenewal(line.when(), lead, line.rule()))));
      found.accept(
          what + "condition negated",
          own ->
              own.autoRenewals.set(
                  index, new AutoRenewal(line.when().negate(), line.lead(), line.rule())));
      found.accept(
          what + "rule changed",
          own ->
              own.autoRenewals.set(
                  index, new AutoRenewal(line.when(), line.lead(), Mutants.OTHER_RULE)));
    }
    for (int i = 0; i < draft.notCarried.size(); i++) {
      NotCarried line = draft.notCarried.get(i);
      replaced(
          "not carried " + (i + 1) + ", rule changed",
          own -> own.notCarried,
          i,
          new NotCarried(line.operation(), line.key(), Mutants.OTHER_RULE));
    }
    for (int i = 0; i < draft.counsels.size(); i++) {
      Counsel line = draft.counsels.get(i);
      int index = i;
      String what = "counsel " + (i + 1) + ", ";
      Conditions.mutants(line.when())
          .forEach(
              (how, when) ->
                  found.accept(
                      what + how,
                      own ->
                          own.counsels.set(
                              index, new Counsel(line.operation(), when, line.advice()))));
      found.accept(
          what + "rule changed",
          own ->
              own.counsels.set(
                  index,
                  new Counsel(
                      line.operation(),
                      line.when(),
                      new Advice(line.advice().name(), Mutants.OTHER_RULE, line.advice().text()))));
    }
  }

  /** Spans that are a little or a lot longer or shorter. */
  static final class Spans {
    private Spans() {}

    static Map<String, Duration> mutants(Duration span) {
      Map<String, Duration> all = new LinkedHashMap<>();
      all.put("one microsecond longer", span.plusNanos(1_000));
      all.put("one microsecond shorter", span.minusNanos(1_000));
      all.put("one day longer", span.plusDays(1));
      all.put("one day shorter", span.minusDays(1));
      return all;
    }
  }
}
