package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.file;
import static dev.reprieve.fleet.Run.fleet;
import static dev.reprieve.fleet.Run.json;
import static dev.reprieve.fleet.Run.managed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("RED-11")
class ValidateCommandTest {
  private static final String KVSTORE = "alicloud_kvstore_instance";
  private static final String CLASS = "\"instance_class\":\"redis.master.small.default\"";

  @TempDir Path directory;

  @Test
  void nothingWrongIsOneLineAndStatus0() {
    Run run = fleet("validate", state(managed(KVSTORE, "{\"id\":\"r-1\"," + CLASS + "}"), "a"));

    assertThat(run.out()).isEqualTo("1 instance checked, 0 errors, 0 warnings.\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void warningsAloneAreStatus0() {
    Run run =
        fleet(
            "validate",
            "--json",
            state(managed(KVSTORE, "{\"id\":\"r-1\",\"period\":\"12\"," + CLASS + "}"), "a"));

    assertThat(run.lines())
        .containsExactly(
            json(
                """
                {"address":"alicloud_kvstore_instance.x","id":"r-1","severity":"WARNING",
                 "attribute":"period","rule":"RED-11",
                 "message":"period is \\"12\\" and has no effect: it is valid for PrePaid only"}
                """),
            json("{\"summary\":{\"checked\":1,\"errors\":0,\"warnings\":1}}"));
    assertThat(run.status()).isZero();
  }

  @Test
  void errorsAreStatus1AndComeAllAtOnce() {
    Run run =
        fleet(
            "validate",
            state(
                managed(
                    KVSTORE,
                    """
                    {"id":"r-1","payment_type":"PrePaid","period":"10","security_ips":["nowhere"],
                     "backup_period":["Wednesday","Someday"],"port":6379,
                     "timeouts":{"create":"5m","delete":null},"config":{"appendonly":"yes"}}
                    """),
                "a"));

    assertThat(run.out())
        .isEqualTo(
            """
            ERROR: alicloud_kvstore_instance.x: security_ips has as entry 1 "nowhere": expected an \
            IP address or a CIDR block such as 10.23.12.0/24 (RED-11)
            ERROR: alicloud_kvstore_instance.x: period is "10": expected 1, 2, 3, 4, 5, 6, 7, 8, 9, \
            12, 24, 36 (RED-11)
            ERROR: alicloud_kvstore_instance.x: instance_class is missing: expected it or capacity \
            (RED-11)
            ERROR: alicloud_kvstore_instance.x: backup_period has the day "Someday": expected \
            Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday (RED-11)
            WARNING: alicloud_kvstore_instance.x: port is "6379" and has been deprecated since \
            provider version 1.101.0: use the resource alicloud_kvstore_connection (RED-11)
            1 instance checked, 4 errors, 1 warning.
            """);
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void noSecretIsPrinted() {
    String state =
        state(
            managed(
                KVSTORE,
                """
                {"id":"r-1","password":"tr0ub4dor","kms_encrypted_password":"c2VjcmV0LW9uZQ==",
                 "encryption_key":"key-0123456789","instance_type":"tr0ub4dor",
                 "role_arn":"key-0123456789","instance_class":"redis.master.small.default"}
                """),
            "a");
    for (Run run : List.of(fleet("validate", state), fleet("validate", state, "--json"))) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out() + run.err())
          .contains("password has fewer than three of")
          .doesNotContain("tr0ub4dor", "c2VjcmV0", "key-0123456789");
    }
  }

  @Test
  void whatTheFileMarksAsSensitiveIsJudgedAndNotShown() {
    String resource =
        "{\"address\":\"a.x\",\"mode\":\"managed\",\"type\":\"alicloud_kvstore_instance\","
            + "\"sensitive_values\":{\"role_arn\":true},"
            + "\"values\":{\"id\":\"r-1\",\"role_arn\":\"whoever\","
            + CLASS
            + "}}";
    Run run = fleet("validate", state(resource, "a"));

    assertThat(run.out())
        .contains("role_arn is \"***\": expected acs:ram::ACCOUNT-ID:role/ROLE-NAME")
        .doesNotContain("whoever");
  }

  @Test
  void anotherResourceTypeHasOtherRules() {
    Run run =
        fleet(
            "validate",
            state(
                managed("alicloud_redis_tair_instance", "{\"payment_type\":\"PayAsYouGo\"}"), "a"));

    assertThat(run.out()).isEqualTo("0 instances checked, 0 errors, 0 warnings.\n");
  }

  @Test
  void thePrivateAddressIsHeldAgainstItsVSwitchWhereverThatStands() {
    String instance =
        managed(
            KVSTORE,
            "{\"id\":\"r-1\",\"private_ip\":\"10.5.0.1\",\"vswitch_id\":\"vsw-1\"," + CLASS + "}");
    String vswitch =
        managed("alicloud_vswitch", "{\"id\":\"vsw-1\",\"cidr_block\":\"10.4.0.0/24\"}");
    String found =
        "{\"mode\":\"data\",\"type\":\"alicloud_vswitches\",\"values\":{\"vswitches\":["
            + "{\"id\":\"vsw-1\",\"cidr_block\":\"10.4.0.0/24\"}]}}";
    String expected =
        "ERROR: alicloud_kvstore_instance.x: private_ip is \"10.5.0.1\": expected an address in the"
            + " vSwitch's block \"10.4.0.0/24\" (RED-11)\n";

    assertThat(fleet("validate", state(instance + "," + vswitch, "a")).out()).startsWith(expected);
    assertThat(fleet("validate", state(vswitch + "," + instance, "a")).out()).startsWith(expected);
    assertThat(fleet("validate", state(instance + "," + found, "a")).out()).startsWith(expected);
    assertThat(fleet("validate", state(instance, "a")).status()).isZero();
  }

  @Test
  void encryptionSwitchedOffIsSeenFromWhatItWasBefore() {
    String on = "{\"id\":\"r-1\",\"tde_status\":\"Enabled\"," + CLASS + "}";
    String off = "{\"id\":\"r-1\",\"tde_status\":\"\"," + CLASS + "}";
    String other = "{\"id\":\"r-2\",\"tde_status\":\"\"," + CLASS + "}";
    String before = state(managed(KVSTORE, on), "before");

    assertThat(fleet("validate", state(managed(KVSTORE, off), "a")).status()).isZero();
    assertThat(fleet("validate", state(managed(KVSTORE, on), "b"), "--before", before).status())
        .isZero();
    assertThat(fleet("validate", state(managed(KVSTORE, other), "c"), "--before", before).status())
        .isZero();
    Run run = fleet("validate", state(managed(KVSTORE, off), "d"), "--before", before);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "ERROR: alicloud_kvstore_instance.x: tde_status is missing and was Enabled before:"
                + " encryption cannot be switched off, expected Enabled (RED-11)\n");
  }

  @Test
  void rawStateIsReadToo() {
    Run run =
        fleet(
            "validate",
            file(
                directory,
                "raw.json",
                """
                {"version":4,"resources":[{"mode":"managed","type":"alicloud_kvstore_instance",
                 "name":"x","instances":[
                  {"index_key":0,"attributes":{"id":"r-1","engine_version":"3.0","capacity":1024}},
                  {"index_key":1,"attributes":{"id":"r-2","engine_version":"5.0","capacity":1024}}]}]}
                """));

    assertThat(run.out())
        .isEqualTo(
            "ERROR: alicloud_kvstore_instance.x[0]: engine_version is \"3.0\": expected 2.8, 4.0,"
                + " 5.0, 6.0, 7.0 (RED-11)\n"
                + "2 instances checked, 1 error, 0 warnings.\n");
  }

  @Test
  @Tag("RED-12")
  void aScenarioIsReadInItsOwnWords() {
    Run run =
        fleet(
            "validate",
            "--json",
            file(
                directory,
                "scenario.json",
                """
                {"instances":[
                 {"id":"c1","product":"redis","billing":"PAY_AS_YOU_GO","attributes":
                  {"instanceClass":"redis.shard.small.ce","autoRenew":true,"password":"secret",
                   "maintainStartTime":"04:00Z","maintainEndTime":"06:00Z","port":6379}},
                 {"id":"c2","product":"redis","billing":"SUBSCRIPTION",
                  "expiresAt":"2026-02-01T00:00:00Z","attributes":
                  {"capacity":1024,"autoRenew":true,"securityIps":["10.0.0.1","x"]}},
                 {"id":"k1","product":"kec","billing":"PAY_AS_YOU_GO","attributes":
                  {"instanceType":"N3.2B"}}]}
                """));

    assertThat(run.lines().stream().map(ValidateCommandTest::brief))
        .containsExactly(
            "c1 ERROR password RED-11",
            "c1 WARNING autoRenew RED-11",
            "c1 WARNING maintainEndTime RED-12",
            "c2 ERROR securityIps RED-11",
            "summary");
    assertThat(run.lines().get(4))
        .isEqualTo(json("{\"summary\":{\"checked\":3,\"errors\":2,\"warnings\":2}}"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).doesNotContain("\"secret\"");
  }

  @Test
  @Tag("SCN-03")
  void whatCannotBeRuledIsAFindingOfItsInstance() {
    Run run =
        fleet(
            "validate",
            file(
                directory,
                "scenario.json",
                """
                {"instances":[
                 {"id":"m1","product":"mongodb","billing":"PAY_AS_YOU_GO","attributes":{"disk":"TAPE",
                  "architecture":"REPLICA_SET"}},
                 {"id":"c1","product":"redis","billing":"SUBSCRIPTION","profile":"tr0ub4dor",
                  "attributes":{"password":"tr0ub4dor","capacity":1024}},
                 {"id":"x","product":"etcd","billing":"PAY_AS_YOU_GO"}]}
                """));

    assertThat(run.out())
        .isEqualTo(
            """
            ERROR: m1: disk is "TAPE": expected one of ESSD, LOCAL (SCN-03)
            ERROR: c1: expiresAt is missing: a subscription has an end (SCN-03)
            ERROR: c1: profile is "***": expected one of [TAIR_INTERNATIONAL, TAIR_CHINA] (SCN-03)
            ERROR: c1: password has fewer than three of: upper case letters, lower case letters, \
            digits, special characters !@#$%^&*()_+-= (RED-11)
            ERROR: x: product "etcd" has no policy, expected one of [kec, mongodb, redis] (SCN-03)
            3 instances checked, 5 errors, 0 warnings.
            """);
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void whatTheProviderWritesByItselfIsLeftOutOnDemand() {
    String values =
        """
        {"id":"r-1","db_instance_name":"nn","instance_name":"nn","zone_id":"z","availability_zone":"z",
         "payment_type":"PostPaid","instance_charge_type":"PostPaid","node_type":"double",
         "connection_string":"r.example.invalid","enable_public":true,"order_type":"UPGRADE",
         "auto_renew":false,"auto_renew_period":1,"tde_status":"Disabled","shard_count":2,
        """;
    String state = state(managed(KVSTORE, values + CLASS + "}"), "written");
    Run all = fleet("validate", state);
    Run some = fleet("validate", state, "--without-defaults");

    assertThat(all.out())
        .contains("tde_status is \"Disabled\"", "shard_count is \"2\"")
        .endsWith("1 instance checked, 2 errors, 9 warnings.\n");
    assertThat(all.status()).isEqualTo(1);
    assertThat(some.out()).isEqualTo("1 instance checked, 0 errors, 0 warnings.\n");
    assertThat(some.status()).isZero();
  }

  @Test
  void whatSomebodyMustHaveWrittenIsNotLeftOut() {
    String values =
        """
        {"id":"r-1","db_instance_name":"nn","instance_name":"other","auto_renew":true,
         "port":6379,"connection_string_prefix":"r","auto_renew_period":2,"tde_status":"disabled",
        """;
    Run run =
        fleet("validate", state(managed(KVSTORE, values + CLASS + "}"), "a"), "--without-defaults");

    assertThat(run.out().lines().map(line -> line.split(" ")[2]))
        .containsExactlyInAnyOrder(
            "auto_renew",
            "auto_renew_period",
            "tde_status",
            "instance_name",
            "port",
            "connection_string_prefix",
            "checked,");
    String before = state(managed(KVSTORE, "{\"id\":\"r-1\",\"tde_status\":\"Enabled\"}"), "was");
    String now =
        state(
            managed(KVSTORE, "{\"id\":\"r-1\",\"tde_status\":\"Disabled\"," + CLASS + "}"), "now");
    assertThat(fleet("validate", now, "--without-defaults", "--before", before).out())
        .startsWith("ERROR: alicloud_kvstore_instance.x: tde_status is missing and was Enabled");
  }

  @Test
  void scenariosAreComparedToo() {
    String before = scenario("before", "{\"capacity\":1,\"tdeStatus\":\"Enabled\"}");
    Run run = fleet("validate", scenario("now", "{\"capacity\":1}"), "--before", before);

    assertThat(run.out()).startsWith("ERROR: c1: tdeStatus is missing and was Enabled before:");
  }

  @Test
  @Tag("TF-05")
  void whatCannotBeUsedIsOneLineAndStatus2() {
    String good = state(managed(KVSTORE, "{" + CLASS + "}"), "good");
    for (String bad :
        List.of(
            file(directory, "empty", ""),
            file(directory, "cut", "{\"values\":{\"root_module\":{\"resources\":[{"),
            file(directory, "other", "{\"a\":1}"),
            file(directory, "unknown", "{\"instances\":[],\"evnts\":[]}"),
            directory.toString(),
            directory.resolve("absent").toString())) {
      for (Run run : List.of(fleet("validate", bad), fleet("validate", good, "--before", bad))) {
        assertThat(run.status()).as(bad).isEqualTo(2);
        assertThat(run.out()).as(bad).isEmpty();
        assertThat(run.err().lines()).as(bad).hasSize(1).first().asString().startsWith("fleet: ");
      }
    }
    assertThat(fleet("validate").status()).isEqualTo(2);
  }

  private String state(String resources, String name) {
    return file(directory, name, Run.state(resources));
  }

  private String scenario(String name, String attributes) {
    return file(
        directory,
        name,
        "{\"instances\":[{\"id\":\"c1\",\"product\":\"redis\",\"billing\":\"PAY_AS_YOU_GO\","
            + "\"attributes\":"
            + attributes
            + "}]}");
  }

  private static String brief(JsonNode line) {
    return line.has("summary")
        ? "summary"
        : String.join(
            " ",
            line.get("address").asText(),
            line.get("severity").asText(),
            line.get("attribute").asText(),
            line.get("rule").asText());
  }
}
