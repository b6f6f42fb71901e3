package dev.reprieve.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A list that did not reach its place: the exit status used to say that it did. */
class WatchedOutputTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aFullDiskIsNamedAndIsNoSuccess() {
    assertThat(run(failing("No space left on device"), "policies")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("fleet: the output cannot be written: No space left on device\n");
  }

  @Test
  void alsoOfWhatIsNoList() {
    assertThat(run(failing("No space left on device"), "--help")).isEqualTo(2);
    assertThat(run(failing("No space left on device"), "--version")).isEqualTo(2);
  }

  @Test
  void whoeverReadsNoFurtherIsToldNothing() {
    assertThat(run(failing("Broken pipe"), "policies")).isEqualTo(2);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatWasWrittenIsASuccess() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();

    assertThat(run(written, "policies")).isZero();
    assertThat(written.toString(StandardCharsets.UTF_8)).startsWith("kec ").endsWith("\n");
    assertThat(err.toString()).isEmpty();
  }

  private int run(OutputStream to, String... args) {
    Surroundings surroundings = Surroundings.quiet(() -> Instant.parse("2026-03-01T00:00:00Z"));
    return Fleet.run(args, to, new PrintWriter(err, true), surroundings);
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        throw new IOException(why);
      }
    };
  }
}
