package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that mean harm slow the store down and break nothing. */
class HostileKeyTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final KeyExpiryStore<Object, String> store =
      KeyExpiryStore.<Object, String>builder().clock(clock).build();

  @AfterEach
  void structureIsSound() {
    ((StripedStore<?, ?>) store).validate();
  }

  /** Does what a test wants in its two methods. */
  private static final class Hostile {
    private final IntSupplier hash;
    private final BooleanSupplier equal;

    Hostile(IntSupplier hash, BooleanSupplier equal) {
      this.hash = hash;
      this.equal = equal;
    }

    @Override
    public boolean equals(Object other) {
      return equal.getAsBoolean();
    }

    @Override
    public int hashCode() {
      return hash.getAsInt();
    }
  }

  @Test
  @Tag("KEY-04")
  void equalHashCodesAreSlowAndRight() {
    for (int i = 0; i < 3000; i++) {
      store.put(new HashKey(i, 7), "v" + i, i % 2 == 0 ? HOUR : HOUR.multipliedBy(2));
    }
    for (int i = 0; i < 3000; i++) {
      assertThat(store.get(new HashKey(i, 7))).isEqualTo("v" + i);
    }
    clock.advance(HOUR);
    assertThat(store.flushExpired().removed()).isEqualTo(1500);
    Set<Object> found = new HashSet<>();
    ScanCursor cursor = ScanCursor.START;
    while (!cursor.isFinished()) {
      ScanPage<Object> page = store.scan(cursor, 10);
      found.addAll(page.keys());
      cursor = page.next();
    }
    assertThat(found).hasSize(1500);
    for (int i = 0; i < 3000; i++) {
      assertThat(store.remove(new HashKey(i, 7))).isEqualTo(i % 2 == 0 ? null : "v" + i);
    }
    assertThat(store.size()).isZero();
  }

  @Test
  void aHashCodeThatThrowsReachesTheCallerAndChangesNothing() {
    store.put("a", "1", HOUR);
    Object key =
        new Hostile(
            () -> {
              throw new IllegalStateException("hash");
            },
            () -> false);
    assertThatThrownBy(() -> store.put(key, "2", HOUR)).hasMessage("hash");
    assertThatThrownBy(() -> store.get(key)).hasMessage("hash");
    assertThatThrownBy(() -> store.expire(key, HOUR)).hasMessage("hash");
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.get("a")).isEqualTo("1");
  }

  @Test
  void anEqualsThatThrowsReachesTheCallerAndChangesNothing() {
    store.put(new HashKey(1, 7), "1", HOUR);
    Object key =
        new Hostile(
            () -> 7,
            () -> {
              throw new IllegalStateException("equals");
            });
    assertThatThrownBy(() -> store.put(key, "2", HOUR)).hasMessage("equals");
    assertThatThrownBy(() -> store.get(key)).hasMessage("equals");
    assertThatThrownBy(() -> store.remove(key)).hasMessage("equals");
    assertThat(store.size()).isEqualTo(1);
    clock.advance(HOUR);
    assertThat(store.flushExpired().removed()).isEqualTo(1);
  }

  @Test
  void aKeyWhoseHashCodeChangesOrThrowsLaterStillExpiresAndIsGivenBack() {
    int[] hash = {1};
    boolean[] throwing = {false};
    for (int i = 0; i < 500; i++) {
      int mine = i;
      store.put(
          new Hostile(
              () -> {
                if (throwing[0]) {
                  throw new IllegalStateException("hash");
                }
                return hash[0] + mine;
              },
              () -> {
                if (throwing[0]) {
                  throw new IllegalStateException("equals");
                }
                return false;
              }),
          "v",
          HOUR);
    }
    hash[0] = 1000;
    throwing[0] = true;
    for (int i = 0; i < 5000; i++) {
      store.put(i, "grows", HOUR.multipliedBy(2));
    }
    clock.advance(HOUR);
    assertThat(store.flushExpired().removed()).isEqualTo(500);
    assertThat(store.size()).isEqualTo(5000);
  }

  @Test
  void anEqualsThatWorksOnTheStoreMeanwhileBreaksNothing() {
    store.put(new HashKey(1, 7), "1", HOUR);
    store.put(new HashKey(2, 7), "2", HOUR);
    int[] calls = {0};
    Object key =
        new Hostile(
            () -> 7,
            () -> {
              if (calls[0]++ < 5) {
                // The very chain that is being looked through.
                store.put(new HashKey(100 + calls[0], 7), "inner", HOUR);
                store.remove(new HashKey(1, 7));
                for (int i = 0; i < 2000; i++) {
                  store.put("grow" + calls[0] + " " + i, "x", HOUR);
                }
              }
              return false;
            });
    assertThat(store.put(key, "mine", HOUR)).isNull();
    assertThat(store.get(new HashKey(1, 7))).isNull();
    assertThat(store.get(new HashKey(2, 7))).isEqualTo("2");
    assertThat(store.size()).isEqualTo(1 + 5 + 5 * 2000 + 1);
    clock.advance(HOUR);
    store.flushExpired();
    assertThat(store.size()).isZero();
  }

  @Test
  void anEqualsThatPutsTheVeryKeyMeanwhileLeavesItThereOnce() {
    store.put(new HashKey(1, 7), "1", HOUR);
    Object[] key = new Object[1];
    int[] calls = {0};
    key[0] =
        new Hostile(
            () -> 7,
            () -> {
              if (calls[0]++ == 0) {
                store.put(key[0], "inner", HOUR);
              }
              return false;
            });
    assertThat(store.put(key[0], "outer", HOUR)).isEqualTo("inner");
    assertThat(store.get(key[0])).isEqualTo("outer");
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void anEqualsThatIsTrueOfEverythingFindsTheFirstOfItsHash() {
    store.put(new HashKey(1, 7), "1", HOUR);
    Object key = new Hostile(() -> 7, () -> true);
    assertThat(store.get(key)).isEqualTo("1");
    assertThat(store.remove(key)).isEqualTo("1");
    assertThat(store.size()).isZero();
  }

  @Test
  void valuesThatThrowInEqualsChangeNothing() {
    KeyExpiryStore<String, Object> values =
        KeyExpiryStore.<String, Object>builder().clock(clock).build();
    Object value =
        new Hostile(
            () -> 0,
            () -> {
              throw new IllegalStateException("equals");
            });
    values.put("a", value, HOUR);
    assertThatThrownBy(() -> values.remove("a", value)).hasMessage("equals");
    assertThatThrownBy(() -> values.replace("a", value, "x", Lifetime.kept())).hasMessage("equals");
    assertThat(values.get("a")).isSameAs(value);
  }
}
