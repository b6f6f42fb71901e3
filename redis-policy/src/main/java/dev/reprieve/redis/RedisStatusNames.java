package dev.reprieve.redis;

import dev.reprieve.model.InstanceState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status words of the vendor's API (TF-08). */
public final class RedisStatusNames {
  private static final String NORMAL = "Normal";
  private static final String INACTIVE = "Inactive";
  private static final String RELEASED = "Released";

  /** What the API says while something is being done to an instance that is in use. */
  private static final String UNDER_WAY = "ing";

  private RedisStatusNames() {}

  /**
   * The state that an API status means: {@code Normal} and those in "ing", such as {@code
   * Changing}, are in use, {@code Inactive} is locked, {@code Released} lies in the bin.
   *
   * @return null for any other word: what is not understood is never taken for a state
   */
  public static @Nullable InstanceState state(String status) {
    Objects.requireNonNull(status, "status");
    return switch (status) {
      case NORMAL -> InstanceState.RUNNING;
      case INACTIVE -> InstanceState.LOCKED;
      case RELEASED -> InstanceState.RETAINED;
      default -> status.endsWith(UNDER_WAY) ? InstanceState.RUNNING : null;
    };
  }

  /** The API status of a state, or null where the API has none. */
  public static @Nullable String of(InstanceState state) {
    Objects.requireNonNull(state, "state");
    return switch (state) {
      case RUNNING -> NORMAL;
      case LOCKED -> INACTIVE;
      case RETAINED -> RELEASED;
      default -> null;
    };
  }
}
