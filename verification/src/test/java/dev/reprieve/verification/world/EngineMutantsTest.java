package dev.reprieve.verification.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.conformance.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation must find what is wrong with an engine that has a fault. */
class EngineMutantsTest {
  private static final int MOST = 4_000;
  private static final int FAR = 20_000;
  private static final int TOGETHER = 50;
  private static final Path SOURCES = Checkout.root().resolve("core/src/main/java");

  @ParameterizedTest
  @MethodSource("mutants")
  @Tag("ALL-01")
  @Tag("ALL-05")
  @Tag("ALL-15")
  @Tag("OWN-02")
  @Tag("SAF-01")
  @Tag("SAF-02")
  @Tag("SAF-04")
  @Tag("SAF-05")
  @Tag("SAF-12")
  @Tag("SAF-17")
  @Tag("SAF-18")
  void isFound(EngineMutant mutant) throws Exception {
    LongFunction<String> trial = trial(mutant);
    List<Long> kept = KnownSeeds.of(mutant.name());
    for (long seed : kept) {
      String broken = trial.apply(seed);
      System.out.println(mutant + ": kept seed " + seed + " finds it: " + broken);
      assertThat(broken)
          .as(() -> "seed " + seed + " is another world by now; keep " + firstFound(trial, FAR))
          .isNotNull();
    }
    if (kept.isEmpty()) {
      Map<Long, String> found = firstFound(trial, MOST);
      System.out.println(mutant + ": " + (found.isEmpty() ? "not found" : found));
      assertThat(found).as("%s, in %s seeds", mutant, MOST).isNotEmpty();
    }
  }

  /** What a seed is kept for can be planted anew, or nobody could say whether it still finds it. */
  @Test
  void everySeedIsKeptForAFault() throws Exception {
    List<String> names = new ArrayList<>();
    mutants().forEach(mutant -> names.add(mutant.name()));
    assertThat(names).containsAll(KnownSeeds.faults());
    assertThat(KnownSeeds.faults()).hasSizeGreaterThanOrEqualTo(6);
  }

  static Iterable<EngineMutant> mutants() {
    List<EngineMutant> all = new ArrayList<>(EngineMutants.all());
    all.addAll(AreaMutants.all());
    all.addAll(FoundMutants.all());
    all.addAll(OwnerMutants.all());
    return all;
  }

  /** Without this a mutant could be found because of the way in which it is made. */
  @Test
  void anEngineThatIsOnlyCompiledAnewIsSound() throws Exception {
    EngineMutant none =
        EngineMutant.of(
            "nothing is wrong",
            "dev/reprieve/Courier.java",
            "EffectResult result = ask(request);",
            "EffectResult result = ask(request);");
    LongFunction<String> trial = trial(none);
    assertThat(trial.getClass().getClassLoader()).isInstanceOf(MutantLoader.class);
    assertThat(broken(trial, 1, 200)).isEmpty();
  }

  @Test
  void thereAreEnough() {
    assertThat(EngineMutants.all()).hasSizeGreaterThanOrEqualTo(15);
    assertThat(mutants()).extracting(EngineMutant::name).doesNotHaveDuplicates();
  }

  @SuppressWarnings("unchecked")
  private static LongFunction<String> trial(EngineMutant mutant) throws Exception {
    MutantLoader loader = new MutantLoader(mutant, SOURCES);
    return (LongFunction<String>)
        loader.loadClass(Trial.class.getName()).getConstructor().newInstance();
  }

  private static Map<Long, String> firstFound(LongFunction<String> trial, int most) {
    for (long from = 1; from <= most; from += TOGETHER) {
      Map<Long, String> found = broken(trial, from, TOGETHER);
      if (!found.isEmpty()) {
        Map.Entry<Long, String> first = found.entrySet().iterator().next();
        return new TreeMap<>(Map.of(first.getKey(), first.getValue()));
      }
    }
    return Map.of();
  }

  private static Map<Long, String> broken(LongFunction<String> trial, long from, int seeds) {
    Map<Long, String> found = new ConcurrentSkipListMap<>();
    LongStream.range(from, from + seeds)
        .parallel()
        .forEach(
            seed -> {
              String broken = trial.apply(seed);
              if (broken != null) {
                found.put(seed, broken);
              }
            });
    return found;
  }
}
