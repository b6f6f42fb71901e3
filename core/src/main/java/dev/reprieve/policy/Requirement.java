package dev.reprieve.policy;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Condition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that rules need (ALL-13).
 *
 * @param key the attribute
 * @param when for which instances it is needed; elsewhere it may be missing
 * @param whatIf what a simulation takes for granted where a file does not say it (SCN-02), or null
 *     where even a simulation must be told
 */
public record Requirement(AttributeKey<?> key, Condition when, @Nullable String whatIf) {
  /** Refuses nulls. */
  public Requirement {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(when, "when");
  }
}
