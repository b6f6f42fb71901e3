package dev.reprieve.verification.jcstress;

import dev.reprieve.expiry.KeyExpiryStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/** An access and a flush find the same expired key: it is told, counted and gone once (KEY-07). */
@JCStressTest
@Outcome(id = "null, 1, 0", expect = Expect.ACCEPTABLE, desc = "Told once, and gone.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Returned, told twice or never, or still held.")
@State
public class OneExpiry {
  private final AtomicInteger told = new AtomicInteger();
  private final MovedClock clock = new MovedClock();
  private final KeyExpiryStore<String, String> store =
      KeyExpiryStore.<String, String>builder()
          .clock(clock)
          .expectedSize(1)
          .listener(expired -> told.incrementAndGet(), Runnable::run)
          .build();

  /** Puts a key and lets it expire. */
  public OneExpiry() {
    store.put("key", "value", MovedClock.HOUR);
    clock.passAnHour();
  }

  /**
   * Reads it.
   *
   * @param result what was read
   */
  @Actor
  public void read(LII_Result result) {
    result.r1 = String.valueOf(store.get("key"));
  }

  /** Flushes. */
  @Actor
  public void flush() {
    store.flushExpired();
  }

  /**
   * Counts.
   *
   * @param result how often it was told, and what is held
   */
  @Arbiter
  public void count(LII_Result result) {
    result.r2 = told.get();
    result.r3 = (int) store.size();
  }
}
