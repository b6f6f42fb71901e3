package dev.reprieve;

import dev.reprieve.guard.Safeguards;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.internal.Printable;
import dev.reprieve.internal.Sha256;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps what one principal asked until a second one, who is not the first, agrees (SAF-20). */
final class FourEyes {
  private final RecycleBinRepository bin;
  private final Safeguards safeguards;

  FourEyes(RecycleBinRepository bin, Safeguards safeguards) {
    this.bin = bin;
    this.safeguards = safeguards;
  }

  boolean isOn() {
    return !safeguards.secondLooks().isEmpty();
  }

  boolean needed(SecondLook act) {
    return safeguards.secondLooks().contains(act);
  }

  /**
   * Keeps an ask.
   *
   * @param subject what is asked, in words that tell it from anything else
   * @throws IllegalArgumentException if nobody is named who asks
   */
  PendingAsk keep(
      SecondLook act,
      @Nullable InstanceKey key,
      @Nullable Event event,
      String subject,
      @Nullable String by,
      @Nullable String why) {
    if (by == null || by.isBlank()) {
      throw new IllegalArgumentException(
          act + " needs two principals here (SAF-20), and the first is not named");
    }
    String content = String.join("\n", act.name(), whose(key), subject);
    PendingAsk ask = new PendingAsk(digest(content), act, key, event, subject, by, why, bin.now());
    bin.keepAsk(ask);
    return ask;
  }

  /**
   * Takes an ask out, to be done.
   *
   * @throws IllegalArgumentException if there is no such ask, or the same principal asks twice
   */
  PendingAsk take(String id, String by) {
    PendingAsk ask =
        bin.asks().stream()
            .filter(kept -> kept.id().equals(id))
            .findFirst()
            .orElseThrow(() -> noSuchAsk(id));
    if (by.isBlank() || ask.by().strip().equals(by.strip())) {
      bin.commit(
          Commit.of(
              AuditEntry.ofStore(
                  AuditEntry.Kind.REFUSAL,
                  bin.now(),
                  "APPROVE",
                  "SAF-20",
                  RefusalCode.SECOND_PRINCIPAL_REQUIRED.name(),
                  by,
                  ask.id())));
      throw new IllegalArgumentException(
          ask.act()
              + " was asked by \""
              + Printable.text(ask.by())
              + "\" and needs somebody else (SAF-20)");
    }
    if (bin.takeAsk(id) == null) {
      throw noSuchAsk(id);
    }
    return ask;
  }

  /** What is answered while an ask waits. */
  static Refusal waiting(InstanceKey key, Operation operation, PendingAsk ask) {
    return Refusal.of(
        RefusalCode.SECOND_PRINCIPAL_REQUIRED,
        operation,
        "SAF-20",
        operation + " of " + key + " waits for a second principal, who approves it as " + ask.id());
  }

  static IllegalArgumentException noSuchAsk(String id) {
    return new IllegalArgumentException(
        "nothing that waits for a second principal has id " + Printable.text(id));
  }

  /** Part by part: two keys may have one text. */
  private static String whose(@Nullable InstanceKey key) {
    return key == null
        ? "null"
        : Stream.of(key.tenant(), key.region(), key.product(), key.id())
            .map(Subjects::quoted)
            .collect(Collectors.joining(" "));
  }

  /** Half of it: as short as it may be so that nobody finds two asks with one id. */
  private static String digest(String content) {
    return Sha256.hex(content).substring(0, 32);
  }
}
