package dev.reprieve.verification.jcstress;

import dev.reprieve.expiry.KeyExpiryStore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A key that lives an hour is given a day, without a lock, while the hour passes: either the
 * extension came first, and both reads find the key, or it is expired and stays so (rules KEY-01,
 * KEY-05).
 */
@JCStressTest
@Outcome(id = "true, value, value", expect = Expect.ACCEPTABLE, desc = "Extended in time.")
@Outcome(id = "false, null, null", expect = Expect.ACCEPTABLE, desc = "Expired before that.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Revived, or extended and lost.")
@State
public class ExtendedKey {
  private final MovedClock clock = new MovedClock();
  private final KeyExpiryStore<String, String> store =
      KeyExpiryStore.<String, String>builder().clock(clock).expectedSize(1).build();

  /** Puts the key. */
  public ExtendedKey() {
    store.put("key", "value", MovedClock.HOUR);
  }

  /**
   * Extends it.
   *
   * @param result whether it was there to be extended
   */
  @Actor
  public void extend(LLL_Result result) {
    result.r1 = store.expire("key", MovedClock.DAY);
  }

  /**
   * Reads twice after its first deadline.
   *
   * @param result what was read
   */
  @Actor
  public void read(LLL_Result result) {
    clock.passAnHour();
    result.r2 = String.valueOf(store.get("key"));
    result.r3 = String.valueOf(store.get("key"));
  }
}
