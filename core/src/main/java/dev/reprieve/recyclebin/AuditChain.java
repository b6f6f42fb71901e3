package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Links lines of the trail by SHA-256 (SAF-07). Every store uses this, so that a trail can be moved
 * from one to another and still be verified.
 *
 * <p><strong>Form 1</strong>, for whoever verifies in another language. A number is eight bytes,
 * two's complement, the high one first. A text is the number of its bytes and then UTF-8; one that
 * is absent is the number -1 alone. An instant is its second since 1970 and its nanosecond, two
 * numbers. A key is 1 and its four texts (tenant, region, product, id), or 0 for the store's own
 * trail. A state is the text of its name.
 *
 * <ul>
 *   <li>A line: the number 1 (the form), the text {@code line}, the 32 bytes of the previous
 *       digest, sequence, position, then of the entry: key, version, kind (text), due at, at,
 *       cause, from, to, rule, outcome, the number of effects and each as a text, by, why.
 *   <li>An anchor: the number 1, the text {@code anchor}, the 32 bytes of the previous digest,
 *       number, at, position, lines, the number of heads, and of each key, sequence and the 32
 *       bytes of its digest.
 * </ul>
 */
public final class AuditChain {
  /** The version of the form. */
  public static final int FORM = 1;

  private AuditChain() {}

  /**
   * The line that says {@code entry} after a trail's present end.
   *
   * @param head the end, or null if it is the first line of its trail
   * @param position the line's number among all lines of the store
   */
  public static AuditLine next(@Nullable AuditHead head, long position, AuditEntry entry) {
    Objects.requireNonNull(entry, "entry");
    long sequence = head == null ? 1 : head.sequence() + 1;
    AuditDigest previous = head == null ? AuditDigest.NONE : head.digest();
    return new AuditLine(
        position, sequence, previous, digest(previous, sequence, position, entry), entry);
  }

  /** The digest that a line must have. */
  public static AuditDigest digest(
      AuditDigest previous, long sequence, long position, AuditEntry entry) {
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(entry, "entry");
    return form(previous, sequence, position, entry).sha256();
  }

  /** The bytes that are digested for a line. */
  static CanonicalBytes form(AuditDigest previous, long sequence, long position, AuditEntry entry) {
    CanonicalBytes form =
        new CanonicalBytes()
            .number(FORM)
            .text("line")
            .digest(previous)
            .number(sequence)
            .number(position);
    key(form, entry.key());
    form.number(entry.version())
        .text(entry.kind().name())
        .instant(entry.dueAt())
        .instant(entry.at())
        .text(entry.cause())
        .text(name(entry.from()))
        .text(name(entry.to()))
        .text(entry.rule())
        .text(entry.outcome())
        .number(entry.effects().size());
    entry.effects().forEach(form::text);
    return form.text(entry.by()).text(entry.why());
  }

  /**
   * The anchor that follows another.
   *
   * @param before the anchor before, or null if it is the first
   * @param at when it is made, to the microsecond
   * @param position the position of the last line that it covers
   * @param lines how many lines it covers, in all trails together
   * @param grown the heads of the trails that have grown since the anchor before, in any order
   */
  public static AuditAnchor anchor(
      @Nullable AuditAnchor before, Instant at, long position, long lines, List<AuditHead> grown) {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(grown, "grown");
    List<AuditHead> heads = new ArrayList<>(grown);
    heads.sort(AuditHead.BY_KEY);
    long number = before == null ? 1 : before.number() + 1;
    AuditDigest previous = before == null ? AuditDigest.NONE : before.digest();
    AuditDigest digest = digest(number, at, position, lines, heads, previous);
    return new AuditAnchor(number, at, position, lines, heads, previous, digest);
  }

  /** The digest that an anchor must have. */
  public static AuditDigest digest(AuditAnchor anchor) {
    Objects.requireNonNull(anchor, "anchor");
    return digest(
        anchor.number(),
        anchor.at(),
        anchor.position(),
        anchor.lines(),
        anchor.heads(),
        anchor.previous());
  }

  private static AuditDigest digest(
      long number,
      Instant at,
      long position,
      long lines,
      List<AuditHead> heads,
      AuditDigest previous) {
    CanonicalBytes form =
        new CanonicalBytes()
            .number(FORM)
            .text("anchor")
            .digest(previous)
            .number(number)
            .instant(at)
            .number(position)
            .number(lines)
            .number(heads.size());
    for (AuditHead head : heads) {
      key(form, head.key());
      form.number(head.sequence()).digest(head.digest());
    }
    return form.sha256();
  }

  private static void key(CanonicalBytes form, @Nullable InstanceKey key) {
    if (key == null) {
      form.number(0);
    } else {
      form.number(1).text(key.tenant()).text(key.region()).text(key.product()).text(key.id());
    }
  }

  private static @Nullable String name(@Nullable InstanceState state) {
    return state == null ? null : state.name();
  }
}
