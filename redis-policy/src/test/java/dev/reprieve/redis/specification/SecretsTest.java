package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.StringLength;

/** No secret in anything that is said, wherever else it was written by mistake. */
@Tag("RED-11")
class SecretsTest {
  /** Every attribute whose value a rule shows. */
  private static final List<String> SHOWN =
      List.of(
          "db_instance_name",
          "payment_type",
          "period",
          "auto_renew",
          "auto_renew_period",
          "order_type",
          "instance_type",
          "engine_version",
          "effective_time",
          "vpc_auth_mode",
          "tde_status",
          "encryption_name",
          "role_arn",
          "ssl_enable",
          "enable_backup_log",
          "shard_count",
          "srcdb_instance_id",
          "backup_time",
          "maintain_start_time",
          "maintain_end_time",
          "private_ip",
          "instance_name",
          "availability_zone",
          "instance_charge_type",
          "parameters",
          "connection_string",
          "connection_string_prefix",
          "port",
          "node_type",
          "modify_mode");

  private static final List<String> SECRETS =
      List.of("password", "kms_encrypted_password", "encryption_key");

  @Property(tries = 2000)
  void aSecretOccursNowhere(@ForAll @StringLength(min = 8, max = 40) String secret) {
    for (String name : SECRETS) {
      assertSilent(RedisSpecification.terraform().text(name, secret), secret);
    }
  }

  @Property(tries = 1000)
  void notEvenWhereItWasWrittenTwice(
      @ForAll @StringLength(min = 8, max = 40) String secret,
      @ForAll @StringLength(max = 100) String around) {
    for (String name : SECRETS) {
      RedisSpecification.Builder given =
          RedisSpecification.terraform()
              .text(name, secret)
              .text("instance_class", secret)
              .texts("security_ips", List.of(secret, around + secret))
              .texts("backup_period", List.of(secret + around))
              .vswitchBlock("10.0.0.0/8");
      for (String attribute : SHOWN) {
        given.text(attribute, around + secret + around);
      }
      assertSilent(given, secret);
    }
  }

  @Example
  void theTwiceWrittenOneIsFoundAndNotShown() {
    assertThat(
            Checking.messages(
                Checking.good().text("password", "Tr0ub4dor").text("instance_type", "Tr0ub4dor")))
        .containsExactly("instance_type is \"***\": expected Redis, Memcache");
  }

  @Example
  void neitherTheLengthNorTheKindsAreSaid() {
    List<String> ofThree = Checking.messages(Checking.good().text("password", "aB3"));
    List<String> ofForty = Checking.messages(Checking.good().text("password", "aB3-".repeat(10)));
    assertThat(ofThree).isEqualTo(ofForty).hasSize(1);
    assertThat(Checking.messages(Checking.good().text("password", "abcdefgh")))
        .isEqualTo(Checking.messages(Checking.good().text("password", "ABCDEF12345")))
        .hasSize(1);
  }

  @Example
  void theInputNamesWhatIsThereAndNoValue() {
    RedisSpecification.Builder given =
        Checking.good()
            .text("password", "Tr0ub4dor")
            .texts("security_ips", List.of("10.0.0.1"))
            .keys("config", Set.of("appendonly"));
    assertThat(given)
        .hasToString("RedisSpecification[config, instance_class, password, security_ips]");
    assertThat(given.build())
        .hasToString("RedisSpecification[config, instance_class, password, security_ips]");
  }

  private static void assertSilent(RedisSpecification.Builder given, String secret) {
    RedisSpecification specification = given.build();
    List<Finding> findings = SpecificationCheck.findings(specification);
    assertThat(findings).isNotEmpty();
    for (Finding finding : findings) {
      assertThat(finding.message()).doesNotContain(secret);
      assertThat(finding.toString()).doesNotContain(secret);
    }
    assertThat(specification.toString()).doesNotContain(secret);
    assertThat(given.toString()).doesNotContain(secret);
  }
}
