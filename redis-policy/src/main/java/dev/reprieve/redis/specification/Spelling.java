package dev.reprieve.redis.specification;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How attributes are written: rules know Terraform's names, and findings speak as the file does.
 */
enum Spelling {
  /** {@code engine_version}. */
  TERRAFORM,

  /** {@code engineVersion}, and what scenario files name differently (SPEC 10). */
  SCENARIO;

  private static final Map<String, String> SCENARIO_NAMES =
      Map.of(
          "name", "db_instance_name",
          "releaseProtection", "instance_release_protection",
          "securityGroups", "security_group_id");

  private static final Map<String, String> TERRAFORM_NAMES =
      Map.of(
          "db_instance_name", "name",
          "instance_release_protection", "releaseProtection",
          "security_group_id", "securityGroups");

  /**
   * A scenario's port is what RED-07 brings back, and has nothing to do with the deprecated one.
   */
  private static final String OWN_PORT = "port";

  private static final Pattern UPPER = Pattern.compile("[A-Z]");
  private static final Pattern UNDERSCORED = Pattern.compile("_([a-z])");

  /** The rules' name of what is written so; null for what no rule is about. */
  @Nullable String read(String name) {
    if (this == TERRAFORM) {
      return name;
    }
    if (name.equals(OWN_PORT)) {
      return null;
    }
    String known = SCENARIO_NAMES.get(name);
    return known == null
        ? UPPER.matcher(name).replaceAll(found -> "_" + found.group().toLowerCase(Locale.ROOT))
        : known;
  }

  /** How the rules' name is written. */
  String write(String attribute) {
    if (this == TERRAFORM) {
      return attribute;
    }
    String known = TERRAFORM_NAMES.get(attribute);
    return known == null
        ? UNDERSCORED
            .matcher(attribute)
            .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT))
        : known;
  }
}
