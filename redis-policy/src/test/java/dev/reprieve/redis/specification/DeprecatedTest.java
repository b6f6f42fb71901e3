package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RED-11")
class DeprecatedTest {

  @ParameterizedTest
  @CsvSource({
    "instance_name, abc, 1.101.0, use db_instance_name",
    "availability_zone, z, 1.101.0, use zone_id",
    "instance_charge_type, PostPaid, 1.101.0, use payment_type",
    "parameters, a, 1.101.0, use config",
    "enable_public, true, 1.101.0, use the resource alicloud_kvstore_connection",
    "connection_string_prefix, a, 1.101.0, use the resource alicloud_kvstore_connection",
    "connection_string, a, 1.101.0, use the resource alicloud_kvstore_connection",
    "port, 6379, 1.101.0, use the resource alicloud_kvstore_connection",
    "node_type, double, 1.120.1, instance_class determines it",
  })
  void eachNamesItsReplacement(String attribute, String value, String since, String instead) {
    assertThat(SpecificationCheck.findings(Checking.good().text(attribute, value).build()))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                attribute,
                "RED-11",
                attribute
                    + " is \""
                    + value
                    + "\" and has been deprecated since provider version "
                    + since
                    + ": "
                    + instead));
  }

  @Test
  void whatWasRemovedIsNamedToo() {
    assertThat(Checking.messages(Checking.good().text("modify_mode", "1")))
        .containsExactly(
            "modify_mode is \"1\" and has been removed in provider version 1.215.1, and nothing"
                + " replaces it: leave it out");
  }

  @Test
  void ofParametersNoValueIsShown() {
    assertThat(Checking.messages(Checking.good().keys("parameters", Set.of("name", "value"))))
        .containsExactly(
            "parameters has been deprecated since provider version 1.101.0: use config");
  }

  @Test
  void ofTheTimeoutsOneIsDeprecated() {
    assertThat(Checking.of(Checking.good().keys("timeouts", Set.of("create", "delete"))))
        .containsExactly("WARNING timeouts RED-11");
    assertThat(Checking.of(Checking.good().keys("timeouts", Set.of("create", "update")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "db_instance_name, abc",
    "zone_id, z",
    "config, a",
    "private_connection_port, 4011",
    "private_connection_prefix, abc",
    "vswitch_id, vsw-1",
    "dry_run, true",
    "coupon_no, anything",
    "an_attribute_of_tomorrow, x",
  })
  void whatNoRuleIsAboutIsDescriptive(String attribute, String value) {
    assertThat(Checking.of(Checking.good().text(attribute, value))).isEmpty();
  }
}
