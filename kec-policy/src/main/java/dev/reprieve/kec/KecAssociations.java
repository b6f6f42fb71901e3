package dev.reprieve.kec;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.model.Operation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is attached to an instance, and what a restore has lost. */
public final class KecAssociations {
  private KecAssociations() {}

  /**
   * What is attached to an instance, or was when it entered the bin: it stays recorded there until
   * the instance is restored or purged (KEC-06).
   *
   * @throws IllegalArgumentException if one is unreadable
   */
  public static List<Association> of(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    return parse(instance.attributes().text(KecAttributes.ASSOCIATIONS.name()));
  }

  /**
   * What a restore has lost and somebody must attach again, each one (KEC-07); empty for every
   * other decision.
   *
   * @throws IllegalArgumentException if one is unreadable
   */
  public static List<Association> lostBy(Decision decision) {
    Objects.requireNonNull(decision, "decision");
    return decision.cause().equals(Cause.of(Operation.RESTORE))
        ? parse(decision.notCarried().get(KecAttributes.ASSOCIATIONS.name()))
        : List.of();
  }

  private static List<Association> parse(@Nullable String text) {
    return text == null
        ? List.of()
        : KecAttributes.ASSOCIATIONS.parse(text).stream().map(Association::parse).toList();
  }
}
