package dev.reprieve.policy;

import java.util.List;

/** A policy was refused when it was built: every fault at once, each naming its line. */
public final class InvalidPolicyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  InvalidPolicyException(String policy, List<String> faults) {
    super("policy " + policy + " is refused:\n- " + String.join("\n- ", faults));
    this.faults = List.copyOf(faults);
  }

  /** The faults, in the order of the tables. */
  public List<String> faults() {
    return faults;
  }
}
