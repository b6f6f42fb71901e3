package dev.reprieve.terraform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads instants as the providers write them: to the minute or with seconds (TF-01). */
public final class Instants {
  /** What {@link #parse} reads, in words. */
  public static final String EXPECTED =
      "an instant such as 2026-02-01T16:00Z or 2026-02-01T16:00:00Z";

  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})");

  private static final DateTimeFormatter READER =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .appendPattern("[XXX][XX]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Instants() {}

  /** The instant, or null where the text is none. A time without a zone is none. */
  public static @Nullable Instant parse(String text) {
    String trimmed = text.strip();
    if (!FORM.matcher(trimmed).matches()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(trimmed, READER).toInstant();
    } catch (DateTimeException notThere) {
      // The form of an instant, but no such day or hour.
      return null;
    }
  }
}
