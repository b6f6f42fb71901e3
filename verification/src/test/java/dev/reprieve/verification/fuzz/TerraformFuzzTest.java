package dev.reprieve.verification.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Whatever stands in a state file, the commands read it or refuse it in one line. */
@Tag("fuzz")
@Tag("TF-04")
@Tag("TF-05")
class TerraformFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void shown(byte[] input) {
    read(input);
  }

  @FuzzTest(maxDuration = "5m")
  void raw(byte[] input) {
    read(input);
  }

  private static void read(byte[] input) {
    Path file = FuzzedCommand.file("state.json", input);
    FuzzedCommand.run(input, "timeline", "--json", file.toString());
    FuzzedCommand.run(input, "timeline", file.toString());
    FuzzedCommand.run(input, "validate", file.toString());
  }
}
