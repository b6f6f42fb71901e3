package dev.reprieve.model;

import java.util.Objects;

/**
 * Which policy rules an instance.
 *
 * @param id the policy's id, the same as the product
 * @param version from 1 upwards
 * @param digest of everything that the policy says: two policies with one digest decide alike
 */
public record PolicyRef(String id, int version, String digest) {
  /** Refuses nulls. */
  public PolicyRef {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(digest, "digest");
  }

  @Override
  public String toString() {
    return id + " version " + version;
  }
}
