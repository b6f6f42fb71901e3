package dev.reprieve.policy;

import dev.reprieve.internal.Printable;
import dev.reprieve.model.Instance;

/**
 * No table of the policy rules the instance: an attribute that a rule needs is missing or
 * unreadable, or the profile is not there. An error for that instance alone, and never a default
 * (ALL-13).
 */
public final class UnruledInstanceException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnruledInstanceException(Instance instance, RetentionPolicy policy) {
    super(message(instance, policy));
  }

  private static String message(Instance instance, RetentionPolicy policy) {
    return Printable.text(
        "no table of "
            + policy
            + ", profile "
            + instance.profile()
            + ", rules "
            + instance.key()
            + ", billed by "
            + instance.billing()
            + ", attributes "
            + instance.attributes().asTexts().keySet()
            + " (ALL-13)");
  }
}
