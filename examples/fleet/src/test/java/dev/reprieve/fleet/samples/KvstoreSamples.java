package dev.reprieve.fleet.samples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The three example configurations of the provider's page on {@code alicloud_kvstore_instance}, as
 * the state that the provider's schema gives them: every attribute of the schema is there, with its
 * type, with its default where it has one, and null where nothing sets it. Ids, addresses and
 * instants are made up.
 */
final class KvstoreSamples {
  private static final String TYPE = "alicloud_kvstore_instance";

  private KvstoreSamples() {}

  /** "Basic Usage". */
  static String basic() {
    Map<String, Object> values = common("r-synthetic00000001", "tf-example");
    values.put("config", Map.of("appendonly", "yes", "lazyfree-lazy-eviction", "yes"));
    values.put("engine_version", "5.0");
    values.put("instance_class", "redis.master.large.default");
    values.put("tags", Map.of("Created", "TF", "For", "example"));
    StateWriter state = surroundings("tf-example");
    state.managed(null, TYPE, "default", values);
    return state.write();
  }

  /** "Launching a PrePaid instance". */
  static String prepaid() {
    Map<String, Object> values = common("r-synthetic00000002", "tf-example-prepaid");
    values.put(
        "config",
        Map.of(
            "appendonly", "no",
            "lazyfree-lazy-eviction", "no",
            "maxmemory-policy", "volatile-lru"));
    values.put("auto_renew", false);
    values.put("end_time", "2026-03-15T16:00:00Z");
    values.put("engine_version", "5.0");
    values.put("instance_charge_type", "PrePaid");
    values.put("instance_class", "redis.master.large.default");
    values.put("payment_type", "PrePaid");
    values.put("period", "12");
    values.put("secondary_zone_id", "cn-hangzhou-i");
    values.put("tags", Map.of("Created", "TF", "For", "example"));
    StateWriter state = new StateWriter();
    state.data(
        null,
        "alicloud_vpcs",
        "default",
        Map.of("id", "synthetic", "ids", List.of("vpc-synthetic0001"), "is_default", true));
    state.managed(null, TYPE, "default", values);
    return state.write();
  }

  /** "Setting Private Connection String". */
  static String privateConnection() {
    Map<String, Object> values = common("r-synthetic00000003", "tf-example-with-connection");
    values.put("backup_period", List.of("Wednesday"));
    values.put("backup_time", "11:00Z-12:00Z");
    values.put(
        "config",
        Map.of(
            "appendonly", "yes",
            "lazyfree-lazy-eviction", "yes",
            "maxmemory-policy", "volatile-lru"));
    values.put("engine_version", "7.0");
    values.put("instance_class", "redis.shard.small.ce");
    values.put("maintain_end_time", "06:00Z");
    values.put("maintain_start_time", "04:00Z");
    values.put("private_connection_port", "4011");
    values.put("private_connection_prefix", "exampleconnectionprefix");
    values.put("secondary_zone_id", "cn-hangzhou-i");
    values.put("tags", Map.of("Created", "TF", "For", "example"));
    StateWriter state = surroundings("tf-example-with-connection");
    state.managed(null, TYPE, "default", values);
    return state.write();
  }

  private static StateWriter surroundings(String name) {
    StateWriter state = new StateWriter();
    state.managed(
        null,
        "alicloud_vpc",
        "default",
        Map.of("id", "vpc-synthetic0001", "vpc_name", name, "cidr_block", "10.4.0.0/16"));
    state.managed(
        null,
        "alicloud_vswitch",
        "default",
        Map.of(
            "id", "vsw-synthetic0001",
            "vswitch_name", name,
            "cidr_block", "10.4.0.0/24",
            "vpc_id", "vpc-synthetic0001",
            "zone_id", "cn-hangzhou-h"));
    return state;
  }

  /** Every attribute of the schema: null, the default, or what reading the instance sets. */
  private static Map<String, Object> common(String id, String name) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String unset :
        List.of(
            "auto_renew",
            "backup_id",
            "business_info",
            "connection_string_prefix",
            "coupon_no",
            "dedicated_host_group_id",
            "dry_run",
            "effective_time",
            "encryption_key",
            "encryption_name",
            "global_instance_id",
            "kms_encrypted_password",
            "kms_encryption_context",
            "modify_mode",
            "password",
            "period",
            "port",
            "private_connection_prefix",
            "read_only_count",
            "restore_time",
            "role_arn",
            "slave_read_only_count",
            "srcdb_instance_id",
            "timeouts")) {
      values.put(unset, null);
    }
    values.put("auto_renew_period", 1);
    values.put("auto_use_coupon", false);
    values.put("enable_backup_log", 0);
    values.put("force_upgrade", true);
    values.put("global_instance", false);
    values.put("instance_type", "Redis");
    values.put("order_type", "UPGRADE");
    values.put("vpc_auth_mode", "Open");

    values.put("availability_zone", "cn-hangzhou-h");
    values.put("backup_period", List.of("Monday", "Thursday"));
    values.put("backup_time", "02:00Z-03:00Z");
    values.put("bandwidth", 96);
    values.put("capacity", 1024);
    values.put("connection_domain", id + ".redis.example.invalid");
    values.put("connection_string", "");
    values.put("db_instance_name", name);
    values.put("enable_public", false);
    values.put("end_time", "");
    values.put("id", id);
    values.put("instance_charge_type", "PostPaid");
    values.put("instance_name", name);
    values.put("instance_release_protection", false);
    values.put("is_auto_upgrade_open", "0");
    values.put("maintain_end_time", "19:00Z");
    values.put("maintain_start_time", "18:00Z");
    values.put("node_type", "double");
    values.put("parameters", List.of());
    values.put("payment_type", "PostPaid");
    values.put("private_connection_port", "6379");
    values.put("private_ip", "10.4.0.17");
    values.put("qps", 100000);
    values.put("replica_count", 1);
    values.put("resource_group_id", "rg-synthetic0001");
    values.put("secondary_zone_id", "");
    values.put("security_group_id", "");
    values.put("security_ip_group_attribute", "");
    values.put("security_ip_group_name", "default");
    values.put("security_ips", List.of("10.23.12.24"));
    values.put("shard_count", 0);
    values.put("slave_replica_count", 0);
    values.put("ssl_enable", "Disable");
    values.put("status", "Normal");
    values.put("tde_status", "");
    values.put("vswitch_id", "vsw-synthetic0001");
    values.put("zone_id", "cn-hangzhou-h");
    return values;
  }
}
