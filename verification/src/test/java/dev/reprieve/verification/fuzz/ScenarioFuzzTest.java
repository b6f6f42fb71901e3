package dev.reprieve.verification.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Whatever stands in a scenario file, the commands run it or refuse it in one line. */
@Tag("fuzz")
@Tag("SCN-01")
@Tag("SCN-03")
class ScenarioFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void scenario(byte[] input) {
    Path file = FuzzedCommand.file("scenario.json", input);
    FuzzedCommand.run(input, "simulate", file.toString());
    FuzzedCommand.run(input, "timeline", "--json", file.toString());
    FuzzedCommand.run(input, "validate", "--json", file.toString());
  }
}
