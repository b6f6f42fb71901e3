package dev.reprieve.fleet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SamplesTest {
  @TestFactory
  Iterable<DynamicTest> eachSampleIsWhatItsGeneratorMakes() {
    Map<String, String> made = SampleGenerator.make();
    return made.keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> assertSame(name, made.get(name))))
        .toList();
  }

  private static void assertSame(String name, String made) throws IOException {
    Path sample = Path.of(System.getProperty("reprieve.root"), "examples/fleet/samples", name);
    // Not the whole text in the message: it has a thousand lines.
    assertThat(Files.readString(sample, StandardCharsets.UTF_8).equals(made))
        .as("%s is reproducible: run SampleGenerator again or put its change back", name)
        .isTrue();
  }
}
