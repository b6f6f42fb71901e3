package dev.reprieve.verification.jcstress;

import dev.reprieve.expiry.KeyExpiryStore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A value that lives an hour is replaced by one that lives a day, while the hour passes: whoever
 * reads after the hour never gets the old value under the new deadline (rule KEY-01).
 */
@JCStressTest
@Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "The old value has expired.")
@Outcome(id = "new", expect = Expect.ACCEPTABLE, desc = "The new value was there.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A value is read after its deadline.")
@State
public class ReplacedValue {
  private final MovedClock clock = new MovedClock();
  private final KeyExpiryStore<String, String> store =
      KeyExpiryStore.<String, String>builder().clock(clock).expectedSize(1).build();

  /** Puts the old value. */
  public ReplacedValue() {
    store.put("key", "old", MovedClock.HOUR);
  }

  /** Replaces it. */
  @Actor
  public void write() {
    store.put("key", "new", MovedClock.DAY);
  }

  /**
   * Reads after its deadline.
   *
   * @param result what was read
   */
  @Actor
  public void read(L_Result result) {
    clock.passAnHour();
    result.r1 = String.valueOf(store.get("key"));
  }
}
