package dev.reprieve.verification.jcstress;

import dev.reprieve.expiry.KeyExpiryStore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a writer did to a value before it put it is seen by whoever reads the value: of one that is
 * put for the first time, and of one that replaces another.
 */
@JCStressTest
@Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "Neither was put yet.")
@Outcome(id = "42, 1", expect = Expect.ACCEPTABLE, desc = "The first one was.")
@Outcome(id = "-1, 42", expect = Expect.ACCEPTABLE, desc = "Both were between the two reads.")
@Outcome(id = "42, 42", expect = Expect.ACCEPTABLE, desc = "Both were.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A value is seen half made.")
@State
public class FreshValue {
  private final KeyExpiryStore<String, Box> store =
      KeyExpiryStore.<String, Box>builder().clock(new MovedClock()).expectedSize(1).build();

  /** A value without a final field. */
  private static final class Box {
    private int content;
  }

  /** Puts the one that is to be replaced. */
  public FreshValue() {
    store.put("replaced", box(1), MovedClock.HOUR);
  }

  private static Box box(int content) {
    Box box = new Box();
    box.content = content;
    return box;
  }

  private static int content(@Nullable Box box) {
    return box == null ? -1 : box.content;
  }

  /** Puts one and replaces one. */
  @Actor
  public void write() {
    store.put("fresh", box(42), MovedClock.HOUR);
    store.put("replaced", box(42), MovedClock.DAY);
  }

  /**
   * Reads both.
   *
   * @param result what is in them
   */
  @Actor
  public void read(II_Result result) {
    result.r1 = content(store.get("fresh"));
    result.r2 = content(store.get("replaced"));
  }
}
