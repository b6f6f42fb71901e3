package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The three configurations that the vendor's page gives as examples. */
class SeedExamplesTest {

  @Test
  @Tag("RED-11")
  void basicUsage() {
    assertThat(
            Checking.of(
                RedisSpecification.terraform()
                    .text("db_instance_name", "tf-example")
                    .text("instance_class", "redis.master.large.default")
                    .text("instance_type", "Redis")
                    .text("engine_version", "5.0")
                    .texts("security_ips", List.of("10.23.12.24"))
                    .keys("config", Set.of("appendonly", "lazyfree-lazy-eviction"))
                    .keys("tags", Set.of("Created", "For"))
                    .vswitchBlock("10.4.0.0/24")))
        .isEmpty();
  }

  @Test
  @Tag("RED-11")
  void aPrePaidInstance() {
    assertThat(
            Checking.of(
                RedisSpecification.terraform()
                    .text("db_instance_name", "tf-example-prepaid")
                    .text("instance_class", "redis.master.large.default")
                    .text("instance_type", "Redis")
                    .text("engine_version", "5.0")
                    .text("payment_type", "PrePaid")
                    .text("period", "12")
                    .texts("security_ips", List.of("10.23.12.24"))
                    .keys(
                        "config",
                        Set.of("appendonly", "lazyfree-lazy-eviction", "maxmemory-policy"))
                    .keys("tags", Set.of("Created", "For"))))
        .isEmpty();
  }

  @Test
  @Tag("RED-11")
  @Tag("RED-12")
  void aPrivateConnectionStringHasAWindowOfTwoHours() {
    RedisSpecification third =
        RedisSpecification.terraform()
            .text("db_instance_name", "tf-example-with-connection")
            .text("instance_class", "redis.shard.small.ce")
            .text("instance_type", "Redis")
            .text("engine_version", "7.0")
            .text("maintain_start_time", "04:00Z")
            .text("maintain_end_time", "06:00Z")
            .texts("backup_period", List.of("Wednesday"))
            .text("backup_time", "11:00Z-12:00Z")
            .text("private_connection_prefix", "exampleconnectionprefix")
            .text("private_connection_port", "4011")
            .texts("security_ips", List.of("10.23.12.24"))
            .keys("config", Set.of("appendonly", "lazyfree-lazy-eviction", "maxmemory-policy"))
            .keys("tags", Set.of("Created", "For"))
            .vswitchBlock("10.4.0.0/24")
            .build();
    assertThat(SpecificationCheck.findings(third))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "maintain_end_time",
                "RED-12",
                "maintain_end_time is \"06:00Z\", 120 minutes after maintain_start_time"
                    + " \"04:00Z\": accepted, while the vendor asks for exactly one hour"));
  }
}
