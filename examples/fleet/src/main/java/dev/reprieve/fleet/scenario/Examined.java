package dev.reprieve.fleet.scenario;

import dev.reprieve.redis.specification.Finding;
import dev.reprieve.redis.specification.RedisSpecification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a file as the check takes it.
 *
 * @param address Terraform's, or a scenario's id
 * @param id the instance's, or null where the file has none
 * @param problems why no rule can be applied to it (SCN-03)
 * @param specification what the file says of a Redis instance; null of any other
 */
public record Examined(
    String address,
    @Nullable String id,
    List<Finding> problems,
    @Nullable RedisSpecification specification) {
  /** Copies the problems. */
  public Examined {
    problems = List.copyOf(problems);
  }
}
