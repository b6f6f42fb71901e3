package dev.reprieve.testkit.world;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A deterministic simulation of the whole engine (RELIABILITY in the large): one seed decides a
 * fleet, what is said of it, which workers run when, where they die, which answers are lost, when
 * clocks are wrong and how the host behaves. Every commit and every effect is held against a small
 * model of its own, and once the faults end everything must come to rest where the rules want it.
 *
 * <p>One run is one thread: several engines over one store interleave at their calls to the store
 * and to the host, by letting others act in the midst of a call. Immutable and thread-safe;
 * different seeds may run at once, if the store's factory allows it.
 */
public final class World {
  private final List<Breed> breeds;
  private final List<Family> families;
  private final Function<InstantSource, RecycleBinRepository> store;

  private World(List<Breed> breeds, Function<InstantSource, RecycleBinRepository> store) {
    if (breeds.isEmpty()) {
      throw new IllegalArgumentException("a world needs a breed of instances");
    }
    this.breeds = List.copyOf(breeds);
    this.store = store;
    List<RetentionPolicy> ruling = new ArrayList<>();
    for (Breed breed : breeds) {
      if (!ruling.contains(breed.policy())) {
        ruling.add(breed.policy());
      }
    }
    this.families = Family.of(ruling);
  }

  /** A world of these kinds of instances, over a store in memory. */
  public static World of(List<Breed> breeds) {
    return new World(breeds, RecycleBinRepository::inMemory);
  }

  /**
   * The same world over another store.
   *
   * @param other makes an empty store that decides by a clock
   */
  public World over(Function<InstantSource, RecycleBinRepository> other) {
    return new World(breeds, other);
  }

  /** Lives one seed. */
  public Outcome run(long seed) {
    return run(plan(seed), false);
  }

  /** Lives one seed, and tells it line by line. */
  public Outcome tell(long seed) {
    return run(plan(seed), true);
  }

  /**
   * Lives one seed that breaks a promise, with whatever it breaks without left out, and tells it.
   *
   * @throws IllegalArgumentException if the seed breaks nothing
   */
  public Outcome shrink(long seed) {
    Plan plan = plan(seed);
    String broken = run(plan, false).broken();
    if (broken == null) {
      throw new IllegalArgumentException("seed " + seed + " breaks nothing");
    }
    Shrinker shrinker =
        new Shrinker(candidate -> Objects.equals(broken, run(candidate, false).broken()));
    return run(shrinker.shrink(plan), true);
  }

  private Plan plan(long seed) {
    Plan plan = LongLags.added(Standstills.added(new PlanDrawer(seed, breeds).draw()));
    return OwnerTalk.added(plan);
  }

  private Outcome run(Plan plan, boolean telling) {
    return new Run(plan, families.get(plan.extras().family()), store, telling).run();
  }
}
