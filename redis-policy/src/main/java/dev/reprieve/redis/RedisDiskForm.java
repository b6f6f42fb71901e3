package dev.reprieve.redis;

import java.util.Objects;

/** On what disks an instance lives (RED-16). The timeline is the same on both. */
public enum RedisDiskForm {
  /** Cloud disks: the class ends in {@code .ce} or {@code .ee}, or begins with {@code tair.}. */
  CLOUD_DISK,
  /** The classic form, on the machine's own disks. */
  CLASSIC;

  /** The form of an instance class, such as {@code tair.rdb.1g}. */
  public static RedisDiskForm ofClass(String instanceClass) {
    Objects.requireNonNull(instanceClass, "instanceClass");
    return instanceClass.endsWith(".ce")
            || instanceClass.endsWith(".ee")
            || instanceClass.startsWith("tair.")
        ? CLOUD_DISK
        : CLASSIC;
  }
}
