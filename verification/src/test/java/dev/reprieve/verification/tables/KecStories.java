package dev.reprieve.verification.tables;

import dev.reprieve.verification.conformance.ConformanceCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** KEC's tables (section 5), of which no two are alike. */
final class KecStories {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration BEFORE = Duration.ofDays(-20);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final String RECYCLING = "FORCE_STOP DETACH_ASSOCIATIONS NOTIFY_OWNER";
  private static final String PURGE = "FORCE_STOP DETACH_ASSOCIATIONS DELETE_DATA NOTIFY_OWNER";

  private KecStories() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (String billing : List.of("SUBSCRIPTION", "PAY_BY_DAILY_CONFIG", "PAY_AS_YOU_GO", "SPOT")) {
      all.add(stoppedAndStarted(billing));
    }
    for (String billing : List.of("PAY_BY_DAILY_CONFIG", "PAY_AS_YOU_GO", "SPOT")) {
      all.add(inArrears(billing, false));
      all.add(inArrears(billing, true));
    }
    all.add(subscription());
    all.add(recycled(true));
    all.add(recycled(false));
    all.add(releasedForGood("PAY_AS_YOU_GO", false));
    all.add(releasedForGood("SPOT", true));
    return all;
  }

  private static Story story(String what, String billing) {
    return new Story("kec-" + billing + "-" + what, Stories.json("{}"), "kec", "KEC", billing);
  }

  private static ConformanceCase stoppedAndStarted(String billing) {
    Story story = story("stopped and started", billing);
    story.ask(BEFORE, "STOP");
    story.then(BEFORE, "STOP", "RUNNING", "STOPPED", "KEC-09", "STOP_INSTANCE");
    Duration next = BEFORE.plus(HOUR);
    story.ask(next, "STOP");
    story.refused(next, "STOP", "NOT_PERMITTED_IN_STATE", "KEC-09");
    story.ask(next, "START");
    story.then(next, "START", "STOPPED", "RUNNING", "KEC-07", "START_INSTANCE");
    story.ask(next, "START");
    story.refused(next, "START", "NOT_PERMITTED_IN_STATE", "KEC-07");
    return story.until(next);
  }

  /** Recorded, no lock and no deadline (KEC-11); settling leaves the state as it is (SCN-12). */
  private static ConformanceCase inArrears(String billing, boolean stopped) {
    Story story = story(stopped ? "in arrears, stopped" : "in arrears", billing);
    String state = stopped ? "STOPPED" : "RUNNING";
    if (stopped) {
      story.ask(BEFORE, "STOP");
      story.then(BEFORE, "STOP", "RUNNING", "STOPPED", "KEC-09", "STOP_INSTANCE");
    }
    story.ask(Duration.ZERO, "ARREARS");
    story.then(Duration.ZERO, "ARREARS", state, state, "KEC-11", "NOTIFY_OWNER");
    story.ask(YEAR, "SETTLE");
    story.then(YEAR, "SETTLE", state, state, "KEC-11", "");
    return story.until(YEAR);
  }

  private static ConformanceCase subscription() {
    Story story = story("renewed, stopped, renewed, locked, renewed", "SUBSCRIPTION");
    story.ask(BEFORE, "RENEW").put("until", Story.at(HOUR));
    story.then(BEFORE, "RENEW", "RUNNING", "RUNNING", "KEC-01", "");
    Duration next = BEFORE.plus(HOUR);
    story.ask(next, "STOP");
    story.then(next, "STOP", "RUNNING", "STOPPED", "KEC-09", "STOP_INSTANCE");
    story.ask(next, "RENEW").put("until", Story.at(HOUR.multipliedBy(2)));
    story.then(next, "RENEW", "STOPPED", "STOPPED", "KEC-01", "");
    Duration expiry = HOUR.multipliedBy(2);
    story.then(expiry, "EXPIRY", "STOPPED", "LOCKED", "KEC-01", "LOCK_ACCESS NOTIFY_OWNER");
    Duration paid = expiry.plus(HOUR);
    story.ask(paid, "RENEW").put("until", Story.at(Duration.ofDays(30)));
    story.then(paid, "RENEW", "LOCKED", "STOPPED", "KEC-01", "UNLOCK_ACCESS");
    Duration again = Duration.ofDays(30);
    story.then(again, "EXPIRY", "STOPPED", "LOCKED", "KEC-01", "LOCK_ACCESS NOTIFY_OWNER");
    story.then(Duration.ofDays(37), "DEADLINE", "LOCKED", "PURGED", "KEC-01", PURGE);
    return story.until(YEAR);
  }

  private static ConformanceCase recycled(boolean inArrears) {
    Story story = story(inArrears ? "recycled in arrears" : "recycled", "PAY_BY_DAILY_CONFIG");
    story.ask(BEFORE, "RELEASE");
    story.then(BEFORE, "RELEASE", "RUNNING", "RETAINED", "KEC-02", RECYCLING);
    Duration next = BEFORE.plus(HOUR);
    story.ask(next, "STOP");
    story.refused(next, "STOP", "NOT_PERMITTED_IN_STATE", "KEC-09");
    if (inArrears) {
      story.ask(next, "ARREARS");
      story.then(next, "ARREARS", "RETAINED", "RETAINED", "SCN-13", "");
      story.ask(next, "SETTLE");
      story.then(next, "SETTLE", "RETAINED", "RETAINED", "KEC-11", "");
      story.ask(next, "DESTROY");
      story.then(next, "DESTROY", "RETAINED", "PURGED", "KEC-12", "DELETE_DATA NOTIFY_OWNER");
      return story.until(YEAR);
    }
    story.ask(next, "RESTORE");
    story.then(next, "RESTORE", "RETAINED", "STOPPED", "KEC-07", "");
    Duration again = next.plus(HOUR);
    story.ask(again, "RELEASE");
    story.then(again, "RELEASE", "STOPPED", "RETAINED", "KEC-02", RECYCLING);
    Duration gone = again.plusHours(2);
    story.then(gone, "DEADLINE", "RETAINED", "PURGED", "KEC-04", "DELETE_DATA NOTIFY_OWNER");
    return story.until(gone.plusMillis(1));
  }

  private static ConformanceCase releasedForGood(String billing, boolean stopped) {
    Story story = story("released for good", billing);
    if (stopped) {
      story.ask(BEFORE, "STOP");
      story.then(BEFORE, "STOP", "RUNNING", "STOPPED", "KEC-09", "STOP_INSTANCE");
    }
    story.ask(BEFORE, "RELEASE").put("confirm", true);
    story.then(BEFORE, "RELEASE", stopped ? "STOPPED" : "RUNNING", "PURGED", "KEC-05", PURGE);
    return story.until(YEAR);
  }
}
