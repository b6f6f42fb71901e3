package dev.reprieve.fleet.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final int WORK = 1_000;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void longWorkOnATerminalHasABarThatIsWipedAway() {
    work(true, TimeUnit.MILLISECONDS.toNanos(10));

    assertThat(shown()).contains("\rReading ", "%", "/1000");
    assertThat(shown()).endsWith("\r" + " ".repeat(79) + "\r");
    assertThat(shown()).doesNotContain("\n");
    for (String drawn : shown().split("\r")) {
      assertThat(drawn).hasSizeLessThanOrEqualTo(79);
    }
  }

  @Test
  void whatIsNoTerminalGetsNothing() {
    work(false, TimeUnit.MILLISECONDS.toNanos(10));

    assertThat(shown()).isEmpty();
    assertThat(asked).as("asked once, not for every step").hasValue(1);
  }

  @Test
  void workOfAMomentHasNoBarAndAsksNobody() {
    work(true, TimeUnit.MICROSECONDS.toNanos(900));

    assertThat(shown()).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @Test
  void nothingIsShownWhereNobodyLooks() {
    Progress.Work work = Progress.none().begin("Reading", Progress.Unit.BYTES, 1);
    work.reached(1);
    work.close();

    assertThat(shown()).isEmpty();
  }

  private void work(boolean terminal, long nanosPerStep) {
    Progress progress =
        Progress.bar(
            new PrintStream(err, true, StandardCharsets.UTF_8),
            () -> {
              asked.incrementAndGet();
              return terminal;
            },
            nanos::get);
    try (Progress.Work work = progress.begin("Reading", Progress.Unit.THINGS, WORK)) {
      for (int i = 1; i <= WORK; i++) {
        nanos.addAndGet(nanosPerStep);
        work.reached(i);
      }
    }
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
