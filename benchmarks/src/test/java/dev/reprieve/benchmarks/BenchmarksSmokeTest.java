package dev.reprieve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every JMH benchmark runs, for a moment: what it measures in that time means nothing. */
class BenchmarksSmokeTest {
  private static final Pattern NAMED = Pattern.compile("benchmarks\\.jar (\\w+Benchmark)\\b");

  @Test
  void everyBenchmarkRuns() throws Exception {
    Options options =
        new OptionsBuilder()
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(5))
            .param("keys", "1000")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertThat(results)
        .isNotEmpty()
        .allSatisfy(
            result -> assertThat(result.getPrimaryResult().getStatistics().getN()).isPositive());
    assertThat(new TreeSet<>(results.stream().map(BenchmarksSmokeTest::benchmark).toList()))
        .isEqualTo(benchmarks());
  }

  @Test
  void theReadmeNamesThoseThatThereAre() throws IOException {
    String readme =
        Files.readString(
            Path.of(System.getProperty("reprieve.root")).resolve("benchmarks/README.md"));
    List<String> named =
        NAMED.matcher(readme).results().map((MatchResult each) -> each.group(1)).toList();
    assertThat(named)
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(benchmarks())
                    .anySatisfy(each -> assertThat(each).contains("." + name + ".")));
  }

  private static String benchmark(RunResult result) {
    return result.getParams().getBenchmark();
  }

  private static TreeSet<String> benchmarks() {
    TreeSet<String> names = new TreeSet<>();
    BenchmarkList.defaultList()
        .getAll(
            OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                VerboseMode.SILENT),
            List.of())
        .forEach(each -> names.add(each.getUsername()));
    return names;
  }
}
