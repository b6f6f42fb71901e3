package dev.reprieve.guard;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import java.util.Objects;

/**
 * What an action is asked of, as one text that policies match (KEY-11). Like the vendors' names of
 * resources it goes from the general to the special:
 *
 * <ul>
 *   <li>an instance: {@code reprieve:PRODUCT:REGION:TENANT:instance/ID}
 *   <li>an owner: {@code reprieve:owner::TENANT:owner/OWNER}
 *   <li>the whole store: {@code reprieve:store:::all}
 *   <li>anything of a host's own, such as {@code acs:kvstore:eu-central-1:1234:instance/r-1}
 * </ul>
 *
 * <p>Of a part, {@code % : / * ?} and blanks are written as a percent sign and two hexadecimal
 * digits, so that no id can pass for another one's text. The text of an instance never changes.
 *
 * @param text the text; never blank
 */
public record Resource(String text) {
  /** The whole store: for what cannot be asked of one instance. */
  public static final Resource STORE = new Resource("reprieve:store:::all");

  /**
   * @throws IllegalArgumentException if the text is blank
   */
  public Resource {
    Objects.requireNonNull(text, "text");
    if (text.isBlank()) {
      throw new IllegalArgumentException("a resource is blank");
    }
  }

  /** An instance. */
  public static Resource of(InstanceKey key) {
    Objects.requireNonNull(key, "key");
    return new Resource(
        "reprieve:"
            + Escaping.escaped(key.product())
            + ":"
            + Escaping.escaped(key.region())
            + ":"
            + Escaping.escaped(key.tenant())
            + ":instance/"
            + Escaping.escaped(key.id()));
  }

  /** An account. */
  public static Resource of(OwnerKey owner) {
    Objects.requireNonNull(owner, "owner");
    return new Resource(
        "reprieve:owner::"
            + Escaping.escaped(owner.tenant())
            + ":owner/"
            + Escaping.escaped(owner.owner()));
  }

  @Override
  public String toString() {
    return text;
  }
}
