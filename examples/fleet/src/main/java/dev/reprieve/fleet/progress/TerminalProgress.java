package dev.reprieve.fleet.progress;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar of a terminal's width, for what takes longer than a moment. Not thread-safe. */
final class TerminalProgress implements Progress {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /** Reading the clock costs more than most of the work between two readings. */
  private static final int LOOK_EVERY = 256;

  private static final int BYTES_IN_MB = 1_000_000;

  private final PrintStream err;
  private final BooleanSupplier isTerminal;
  private final LongSupplier nanos;
  private @Nullable Boolean terminal;

  TerminalProgress(PrintStream err, BooleanSupplier isTerminal, LongSupplier nanos) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.nanos = nanos;
  }

  @Override
  public Work begin(String task, Unit unit, long total) {
    return new Shown(task, unit, total);
  }

  private boolean hasTerminal() {
    Boolean known = terminal;
    if (known == null) {
      known = isTerminal.getAsBoolean();
      terminal = known;
    }
    return known;
  }

  private final class Shown implements Work {
    private final String task;
    private final Unit unit;
    private final long total;
    private final long begun = nanos.getAsLong();
    private int unseen;
    private final TerminalLine line = new TerminalLine(err);
    private @Nullable ProgressBar bar;

    private Shown(String task, Unit unit, long total) {
      this.task = task;
      this.unit = unit;
      this.total = total;
    }

    @Override
    public void reached(long amount) {
      ProgressBar shown = bar;
      if (shown == null && ++unseen >= LOOK_EVERY) {
        unseen = 0;
        shown = nanos.getAsLong() - begun >= PATIENCE && hasTerminal() ? draw() : null;
        bar = shown;
      }
      if (shown != null) {
        shown.stepTo(amount);
      }
    }

    private ProgressBar draw() {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setConsumer(line);
      return (unit == Unit.BYTES ? builder.setUnit(" MB", BYTES_IN_MB) : builder).build();
    }

    @Override
    public void close() {
      ProgressBar shown = bar;
      if (shown != null) {
        shown.close();
        line.clear();
        bar = null;
      }
    }
  }
}
