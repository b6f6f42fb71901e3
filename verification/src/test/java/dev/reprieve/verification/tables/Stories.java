package dev.reprieve.verification.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reprieve.verification.conformance.ConformanceCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every row of every table makes of an instance that is not paid, is paid late, is destroyed,
 * rebuilt or released. The expectations come from {@link Row}, which was written by hand.
 */
public final class Stories {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration BEFORE = Duration.ofDays(-20);
  private static final String LATER = Story.at(Duration.ofDays(400));

  private final Row row;
  private final String billing;
  private final boolean subscription;
  private final String pay;

  private Stories(Row row, String billing) {
    this.row = row;
    this.billing = billing;
    this.subscription = billing.equals("SUBSCRIPTION");
    this.pay = subscription ? "RENEW" : "SETTLE";
  }

  /** Every story of every row, and those of KEC. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Row row : Row.all()) {
      for (String billing : row.billing()) {
        new Stories(row, billing).addTo(all);
      }
    }
    all.addAll(KecStories.all());
    all.add(unreadableEncryption());
    all.add(anotherRetention());
    return all;
  }

  private static ConformanceCase unreadableEncryption() {
    return new Story(
            "mongodb-unreadable-tde",
            json("{\"disk\":\"LOCAL\",\"architecture\":\"SHARDED\",\"tde\":\"yes\"}"),
            "mongodb",
            "MONGODB_SEED",
            "PAY_AS_YOU_GO")
        .unfit("INVALID_ATTRIBUTE", "tde");
  }

  private static ConformanceCase anotherRetention() {
    Story story =
        new Story(
            "mongodb-another-retention",
            json(
                "{\"disk\":\"ESSD\",\"architecture\":\"SHARDED\",\"backupRetention\":\"KEEP_ALL\"}"),
            "mongodb",
            "MONGODB_SEED",
            "PAY_AS_YOU_GO");
    story.ask(BEFORE, "CHANGE_BACKUP_RETENTION").put("value", "DELETE_ALL");
    story.then(BEFORE, "CHANGE_BACKUP_RETENTION", "RUNNING", "RUNNING", "MDB-17", "");
    return story.until(BEFORE);
  }

  private void addTo(List<ConformanceCase> all) {
    all.add(unpaid());
    for (int i = 0; i < row.stages().size(); i++) {
      all.add(saidAtExactly(i));
    }
    all.add(paidWhenLocked());
    all.add(destroyedWhenLocked());
    all.add(destroyedUnderAHold());
    if (stage("RUNNING") != null) {
      all.add(paidWhileItRuns());
    }
    if (stage("RETAINED") != null) {
      all.add(destroyedInTheBin());
      all.add(rebuilt());
    }
    all.add(released());
    if (row.release() != null && stage("RETAINED") != null) {
      all.add(destroyedAfterTheRelease());
    }
  }

  private Story story(String what) {
    return new Story(
        row.product() + "-" + row.profile() + "-" + row.attributes() + "-" + billing + "-" + what,
        json(row.attributes()),
        row.product(),
        row.profile(),
        billing);
  }

  /** The whole life of what nobody pays for, from T to its purge or a year after. */
  private ConformanceCase unpaid() {
    Story story = story("unpaid");
    passUpTo(story, "PURGED");
    return story.until(Duration.ofDays(365));
  }

  /** What is said at exactly a deadline is said in the later state (ALL-03). */
  private ConformanceCase saidAtExactly(int index) {
    String[] stage = row.stages().get(index).split(" ");
    Story story = story("said at exactly the beginning of " + stage[1]);
    Duration at = passUpTo(story, stage[1]);
    story.ask(at, "PROTECT");
    if (stage[1].equals("PURGED")) {
      story.refused(at, "PROTECT", "PURGED", "ALL-04");
    } else {
      story.then(at, "PROTECT", stage[1], stage[1], "ALL-10", "");
    }
    return story.until(at);
  }

  private ConformanceCase paidWhileItRuns() {
    Story story = story("paid while it runs");
    passUpTo(story, "RUNNING");
    payment(story, HOUR);
    story.then(HOUR, pay, "RUNNING", "RUNNING", row.payRule(), "");
    return story.until(Duration.ofDays(365));
  }

  private ConformanceCase paidWhenLocked() {
    Story story = story("paid when locked");
    Duration paid = passUpTo(story, "LOCKED").plus(HOUR);
    payment(story, paid);
    story.then(paid, pay, "LOCKED", "RUNNING", row.unlockRule(), row.unlocking());
    if (subscription) {
      Duration again = paid.plus(HOUR);
      story.ask(again, "RENEW").put("until", Story.at(Duration.ofDays(500)));
      story.then(again, "RENEW", "RUNNING", "RUNNING", row.payRule(), "");
    }
    return story.until(Duration.ofDays(365));
  }

  private ConformanceCase destroyedWhenLocked() {
    Story story = story("destroyed when locked");
    Duration asked = passUpTo(story, "LOCKED").plus(HOUR);
    if (stage("RETAINED") != null) {
      story.ask(asked, "REBUILD").put("newId", "n1").put("until", LATER);
      story.refused(asked, "REBUILD", "NOT_PERMITTED_IN_STATE", binRule(0));
    }
    story.ask(asked, "DESTROY");
    String[] answer = row.destroyLocked().split(" ");
    if (answer.length == 2) {
      story.refused(asked, "DESTROY", answer[0], answer[1]);
    } else {
      story.then(asked, "DESTROY", "LOCKED", "PURGED", answer[0], row.purgingLocked());
    }
    return story.until(asked.plus(HOUR));
  }

  /** A hold is a reason to refuse that comes before a backup policy's (rows 8 and 9). */
  private ConformanceCase destroyedUnderAHold() {
    Story story = story("destroyed when locked, under a hold");
    Duration asked = passUpTo(story, "LOCKED").plus(HOUR);
    story.ask(asked, "HOLD");
    story.then(asked, "HOLD", "LOCKED", "LOCKED", "ALL-10", "");
    story.ask(asked, "DESTROY");
    story.refused(asked, "DESTROY", "HELD", "ALL-10");
    return story.until(asked);
  }

  private ConformanceCase destroyedInTheBin() {
    Story story = story("destroyed in the bin");
    Duration asked = passUpTo(story, "RETAINED").plus(HOUR);
    story.ask(asked, "DESTROY");
    story.then(asked, "DESTROY", "RETAINED", "PURGED", binRule(1), row.purgingRetained());
    return story.until(Duration.ofDays(365));
  }

  private ConformanceCase rebuilt() {
    Story story = story("rebuilt");
    Duration asked = passUpTo(story, "RETAINED").plus(HOUR);
    if (!subscription) {
      story.ask(asked, "SETTLE");
      story.then(asked, "SETTLE", "RETAINED", "RETAINED", row.settleInBin(), "");
    }
    story.ask(asked, "REBUILD").put("newId", "n1").put("until", LATER);
    if (row.restorable()) {
      story.then(asked, "REBUILD", "RETAINED", "RETAINED", binRule(0), "CREATE_INSTANCE");
      story.made(asked, binRule(0));
    } else {
      story.refused(asked, "REBUILD", "NOT_RESTORABLE", "MDB-12");
    }
    return story.until(asked.plus(HOUR));
  }

  /** Released by hand while it runs and is paid for: at the very end of its keeping it goes. */
  private ConformanceCase released() {
    Story story = story("released");
    story.ask(BEFORE, "RELEASE").put("confirm", true);
    String release = row.release();
    if (subscription || release == null) {
      story.refused(BEFORE, "RELEASE", "NOT_PERMITTED_FOR_BILLING_MODE", releaseRule());
      return story.until(BEFORE);
    }
    String[] parts = release.split(" ");
    if (parts[1].equals("final")) {
      story.then(BEFORE, "RELEASE", "RUNNING", "PURGED", parts[0], row.purgingLocked());
      return story.until(Duration.ofDays(365));
    }
    story.then(BEFORE, "RELEASE", "RUNNING", "RETAINED", parts[0], row.retaining());
    if (!parts[1].equals("none")) {
      Duration gone = BEFORE.plusDays(Long.parseLong(parts[1]));
      story.then(gone, "DEADLINE", "RETAINED", "PURGED", parts[2], row.purgingRetained());
      return story.until(gone);
    }
    return story.until(Duration.ofDays(365));
  }

  private ConformanceCase destroyedAfterTheRelease() {
    Story story = story("destroyed after the release");
    story.ask(BEFORE, "RELEASE").put("confirm", true);
    if (subscription) {
      story.refused(BEFORE, "RELEASE", "NOT_PERMITTED_FOR_BILLING_MODE", releaseRule());
      return story.until(BEFORE);
    }
    story.then(BEFORE, "RELEASE", "RUNNING", "RETAINED", releaseRuleOnEntry(), row.retaining());
    Duration asked = BEFORE.plus(HOUR);
    story.ask(asked, "ARREARS");
    story.then(asked, "ARREARS", "RETAINED", "RETAINED", "SCN-13", "");
    story.ask(asked, "SETTLE");
    story.then(asked, "SETTLE", "RETAINED", "RETAINED", row.settleInBin(), "");
    story.ask(asked, "DESTROY");
    story.then(asked, "DESTROY", "RETAINED", "PURGED", binRule(1), row.purgingRetained());
    return story.until(Duration.ofDays(365));
  }

  private String releaseRuleOnEntry() {
    return String.valueOf(row.release()).split(" ")[0];
  }

  private String releaseRule() {
    return row.noRelease();
  }

  private void payment(Story story, Duration at) {
    if (subscription) {
      story.ask(at, "RENEW").put("until", LATER);
    } else {
      story.ask(at, "SETTLE");
    }
  }

  /** T, and each stage in its turn up to and with a state; says when that began. */
  private Duration passUpTo(Story story, String last) {
    if (!subscription) {
      story.ask(Duration.ZERO, "ARREARS");
    }
    String from = "RUNNING";
    Duration at = Duration.ZERO;
    for (int i = 0; i < row.stages().size(); i++) {
      String[] stage = row.stages().get(i).split(" ");
      at = Duration.ofDays(Long.parseLong(stage[0]));
      String cause = i > 0 ? "DEADLINE" : subscription ? "EXPIRY" : "ARREARS";
      story.then(at, cause, from, stage[1], stage[2], effects(from, stage[1]));
      from = stage[1];
      if (from.equals(last)) {
        break;
      }
    }
    return at;
  }

  private String effects(String from, String to) {
    return switch (to) {
      case "RUNNING" -> "NOTIFY_OWNER";
      case "LOCKED" -> row.locking();
      case "RETAINED" -> row.retaining();
      default -> from.equals("RETAINED") ? row.purgingRetained() : row.purgingLocked();
    };
  }

  private @Nullable String stage(String state) {
    return row.stages().stream()
        .filter(stage -> stage.split(" ")[1].equals(state))
        .findFirst()
        .orElse(null);
  }

  private String binRule(int index) {
    return row.binRule().split(" ")[index];
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
