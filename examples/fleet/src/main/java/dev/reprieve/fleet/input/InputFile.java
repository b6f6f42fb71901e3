package dev.reprieve.fleet.input;

import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import dev.reprieve.terraform.UnusableFileException;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens the files that a user names, and tells which of them it is where one cannot be used. */
public final class InputFile {
  private final Progress progress;
  private final Interruption interruption;

  /** Opens files; the reading is shown, and ends where somebody wishes it. */
  public InputFile(Progress progress, Interruption interruption) {
    this.progress = progress;
    this.interruption = interruption;
  }

  /** What is done with a file's bytes. */
  public interface Reading<T> {
    /** Reads the stream to its end; it is closed by the caller. */
    T read(InputStream in) throws IOException, UnusableFileException;
  }

  /**
   * Reads a file.
   *
   * @throws UnusableInputException if it cannot be used; the message is one line that begins with
   *     the file's name
   * @throws IOException if it is not there or cannot be read
   */
  public <T> T read(Path from, Reading<T> reading) throws IOException {
    if (from.toString().isEmpty()) {
      throw new UnusableInputException("the name of the file is empty");
    }
    if (Files.isDirectory(from)) {
      throw new UnusableInputException(from + ": it is a directory");
    }
    if (!Files.exists(from)) {
      throw new NoSuchFileException(from.toString());
    }
    if (!Files.isReadable(from)) {
      throw new AccessDeniedException(from.toString());
    }
    long size = Files.isRegularFile(from) ? Files.size(from) : -1;
    // Not Files.newInputStream, which cannot read from a pipe: timeline <(terraform show -json).
    try (Progress.Work work = progress.begin("Reading", Progress.Unit.BYTES, size);
        InputStream in = new Watched(new FileInputStream(from.toFile()), work, interruption)) {
      return reading.read(in);
    } catch (UnusableFileException | UnusableInputException unusable) {
      throw new UnusableInputException(from + ": " + unusable.getMessage(), unusable);
    }
  }

  /** Counts what is read of a file. */
  private static final class Watched extends FilterInputStream {
    private final Progress.Work work;
    private final Interruption interruption;
    private long read;

    Watched(InputStream in, Progress.Work work, Interruption interruption) {
      super(in);
      this.work = work;
      this.interruption = interruption;
    }

    @Override
    public int read() throws IOException {
      interruption.check();
      int next = in.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      interruption.check();
      int got = in.read(into, offset, length);
      count(got);
      return got;
    }

    private void count(int got) {
      read += Math.max(0, got);
      work.reached(read);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
