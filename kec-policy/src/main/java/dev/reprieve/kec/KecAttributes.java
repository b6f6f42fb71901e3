package dev.reprieve.kec;

import dev.reprieve.model.AttributeKey;
import java.util.List;

/** The attributes of a KEC instance. All of them describe; none is needed by a rule. */
public final class KecAttributes {
  /** The instance type, such as {@code N3.2B}; the part before the dot is its series (KEC-09). */
  public static final AttributeKey<String> INSTANCE_TYPE = AttributeKey.ofText("instanceType");

  /**
   * What is attached, each as {@code KIND id}, such as {@code EIP eip-1} ({@link Association}).
   * Recycling detaches it, and nothing attaches it again (KEC-06, KEC-07).
   */
  public static final AttributeKey<List<String>> ASSOCIATIONS =
      AttributeKey.ofTexts("associations");

  private KecAttributes() {}
}
