package dev.reprieve;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.NextStep;
import dev.reprieve.policy.Offers;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers questions; changes nothing. */
final class Reader {
  private static final int PAGE = 1_000;

  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;

  Reader(Rulings policies, RecycleBinRepository bin, Interpreter interpreter) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
  }

  @Nullable InstanceView view(InstanceKey key) {
    Instance instance = bin.find(key);
    return instance == null ? null : view(instance, bin.now());
  }

  private InstanceView view(Instance instance, Instant now) {
    InstanceKey key = instance.key();
    RetentionPolicy policy = policies.ruling(instance);
    if (policy == null || instance.state().isTerminal()) {
      return new InstanceView(
          instance,
          instance.state(),
          null,
          new Offers(Set.of(), Map.of()),
          List.of(),
          bin.openEffects(key),
          now);
    }
    Projection ahead = Projection.of(interpreter, policy, instance, now);
    Instance reached = ahead.reached();
    return new InstanceView(
        instance,
        ahead.state(),
        purgeDueSince(reached, now),
        interpreter.offers(policy, reached, now),
        ahead.steps(),
        bin.openEffects(key),
        now);
  }

  private static @Nullable Instant purgeDueSince(Instance instance, Instant now) {
    Deadline deadline = instance.deadline();
    return deadline != null && deadline.purges() && !deadline.dueAt().isAfter(now)
        ? deadline.at()
        : null;
  }

  BinPage list(BinQuery query) {
    return list(query, query, key -> true);
  }

  /**
   * A page of what may be shown. It is as long as the query allows, whatever lies between; and the
   * next one begins after a line that was shown, so that no page names what is not. The store is
   * read in pages of one size, whatever was asked, so that how often it is asked does not tell of
   * the odd hidden row.
   */
  BinPage list(BinQuery query, Predicate<InstanceKey> shown) {
    return list(query, query.withLimit(PAGE), shown);
  }

  private BinPage list(BinQuery query, BinQuery first, Predicate<InstanceKey> shown) {
    Instant now = bin.now();
    List<Instance> found = new ArrayList<>();
    BinQuery asked = first;
    while (true) {
      List<Instance> rows = bin.list(asked);
      rows.stream()
          .filter(row -> shown.test(row.key()))
          .limit(query.limit() - found.size())
          .forEach(found::add);
      if (found.size() == query.limit()) {
        InstanceKey last = found.get(found.size() - 1).key();
        return new BinPage(items(found, now), query.after(last));
      }
      if (rows.size() == asked.limit()) {
        asked = query.withLimit(PAGE).after(rows.get(rows.size() - 1).key());
      } else {
        return new BinPage(items(found, now), null);
      }
    }
  }

  private List<BinItem> items(List<Instance> found, Instant now) {
    return found.stream().map(instance -> item(instance, now)).toList();
  }

  private BinItem item(Instance instance, Instant now) {
    InstanceView view = view(instance, now);
    RetentionPolicy policy = policies.ruling(instance);
    NextStep next =
        policy == null || instance.state().isTerminal() ? null : interpreter.next(policy, instance);
    Deadline deadline = instance.deadline();
    return new BinItem(
        instance.key(),
        instance.attributes().text(BinQuery.NAME),
        instance.owner(),
        instance.profile(),
        instance.billing(),
        view.state(),
        instance.since(),
        next == null ? null : next.at(),
        next == null ? null : next.to(),
        next == null || deadline == null ? null : deadline.rule(),
        instance.holds().anyInForceAt(now),
        instance.releaseProtected(),
        view.offers().permitted().stream().map(Operation::name).collect(Collectors.toSet()),
        tags(instance.attributes()),
        now);
  }

  private static Map<String, String> tags(Attributes attributes) {
    Map<String, String> tags = new HashMap<>();
    attributes
        .asTexts()
        .forEach(
            (name, text) -> {
              if (name.startsWith(BinQuery.TAG_PREFIX)) {
                tags.put(name.substring(BinQuery.TAG_PREFIX.length()), text);
              }
            });
    return tags;
  }

  Reconciliation reconcile(Stream<Observation> seen) {
    List<InstanceKey> same = new ArrayList<>();
    Map<InstanceKey, List<String>> different = new LinkedHashMap<>();
    List<InstanceKey> onlyThere = new ArrayList<>();
    Set<InstanceKey> known = new HashSet<>();
    seen.forEachOrdered(
        observation -> {
          Instance here = bin.find(observation.key());
          if (here == null || here.state() == InstanceState.FORGOTTEN) {
            onlyThere.add(observation.key());
            return;
          }
          known.add(observation.key());
          List<String> differences = differences(observation, here, stateOf(here));
          if (differences.isEmpty()) {
            same.add(observation.key());
          } else {
            different.put(observation.key(), differences);
          }
        });
    return new Reconciliation(same, different, notAmong(known), onlyThere);
  }

  /** As it is now, or as it is recorded where no table says more: no other one waits for that. */
  private InstanceState stateOf(Instance here) {
    try {
      return view(here, bin.now()).state();
    } catch (UnruledInstanceException unruled) {
      return here.state();
    }
  }

  private static List<String> differences(Observation seen, Instance here, InstanceState state) {
    List<String> differences = new ArrayList<>();
    compare(differences, "state", seen.state(), state);
    compare(differences, "owner", seen.owner(), here.owner());
    compare(differences, "billing", seen.billing(), here.billing());
    compare(differences, "expiresAt", seen.expiresAt(), here.expiresAt());
    compare(differences, "identity", seen.identity(), here.identity());
    seen.attributes()
        .asTexts()
        .forEach(
            (name, text) ->
                compare(differences, "attribute " + name, text, here.attributes().text(name)));
    return differences;
  }

  private static void compare(
      List<String> differences, String what, @Nullable Object there, @Nullable Object here) {
    if (there != null && !there.equals(here)) {
      differences.add(
          what + " is " + there + " there and " + Objects.toString(here, "not known") + " here");
    }
  }

  private List<InstanceKey> notAmong(Set<InstanceKey> known) {
    return Rows.living(bin).map(Instance::key).filter(key -> !known.contains(key)).toList();
  }

  Stream<DeadlineDifference> compare(RetentionPolicy candidate) {
    Instant now = bin.now();
    return Rows.living(bin)
        .filter(instance -> instance.key().product().equals(candidate.id()))
        .filter(instance -> instance.state() != InstanceState.PURGING)
        .flatMap(instance -> differences(instance, candidate, now).stream());
  }

  private List<DeadlineDifference> differences(
      Instance instance, RetentionPolicy candidate, Instant now) {
    RetentionPolicy ruling = policies.ruling(instance);
    if (ruling == null || !candidate.profiles().containsKey(instance.profile())) {
      return List.of();
    }
    Instance changed =
        instance.state().isInBin()
            ? interpreter.repin(candidate, instance, now, true).after()
            : instance;
    Map<InstanceState, Instant> before = entries(ruling, instance, now);
    Map<InstanceState, Instant> after = entries(candidate, changed, now);
    List<DeadlineDifference> differences = new ArrayList<>();
    for (InstanceState to : EnumSet.allOf(InstanceState.class)) {
      if (!Objects.equals(before.get(to), after.get(to))) {
        differences.add(new DeadlineDifference(instance.key(), to, before.get(to), after.get(to)));
      }
    }
    return differences;
  }

  private Map<InstanceState, Instant> entries(
      RetentionPolicy policy, Instance instance, Instant now) {
    Map<InstanceState, Instant> entries = new HashMap<>();
    for (Projection.Step step : Projection.of(interpreter, policy, instance, now).steps()) {
      if (step.from() != step.to()) {
        entries.put(step.to(), step.at());
      }
    }
    return entries;
  }
}
