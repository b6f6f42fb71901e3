package dev.reprieve.fleet.samples;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A made-up fleet of 1,000 instances over all products, and what billing knows of it. The same seed
 * gives the same files, on every machine: {@link Random}'s sequence is specified.
 */
final class FleetSample {
  static final int SIZE = 1_000;

  private static final long SEED = 20260301L;

  /** The instant that the sample is meant to be looked at. */
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> REGIONS =
      List.of("cn-hangzhou", "cn-shanghai", "ap-southeast-1", "eu-central-1");

  private final Random random = new Random(SEED);
  private final StateWriter state = new StateWriter();
  private final List<String> facts = new ArrayList<>();
  private final List<Map<String, Object>> redisSeen = new ArrayList<>();
  private final List<Map<String, Object>> mongoDbSeen = new ArrayList<>();
  private final List<Map<String, Object>> ksyunSeen = new ArrayList<>();

  private FleetSample() {}

  /** The state file and the facts file, in this order. */
  static List<String> make() {
    FleetSample sample = new FleetSample();
    for (int i = 1; i <= SIZE; i++) {
      sample.add(i);
    }
    sample.surround();
    return List.of(sample.state.write(), String.join("\n", sample.facts) + "\n");
  }

  private void add(int number) {
    switch (number % 5) {
      case 0 -> kvstore(number);
      case 1 -> tair(number);
      case 2 -> mongoDb(number, false);
      case 3 -> mongoDb(number, true);
      default -> ksyun(number);
    }
  }

  private void kvstore(int number) {
    Map<String, Object> values = new LinkedHashMap<>();
    String id = "r-synthetic" + number;
    boolean prepaid = random.nextInt(10) < 6;
    Instant created = created();
    Instant end = end();
    values.put("id", id);
    values.put("db_instance_name", "cache-" + number);
    values.put("instance_class", "redis.master.small.default");
    values.put("engine_version", "6.0");
    values.put("payment_type", prepaid ? "PrePaid" : "PostPaid");
    values.put("end_time", prepaid ? instant(end) : "");
    values.put("period", prepaid ? "12" : null);
    values.put("auto_renew", prepaid ? random.nextInt(4) == 0 : null);
    values.put("status", prepaid ? redisStatus(end) : "Normal");
    values.put("instance_release_protection", random.nextInt(8) == 0);
    state.managed("module.cache", "alicloud_kvstore_instance", "cache_" + number, values);
    if (random.nextBoolean()) {
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("id", id);
      seen.put("create_time", instant(created));
      seen.put("end_time", prepaid ? instant(end) : "");
      seen.put("charge_type", prepaid ? "PrePaid" : "PostPaid");
      seen.put("region_id", region());
      redisSeen.add(seen);
    }
    if (!prepaid) {
      unpaid(id);
    }
  }

  /** What the vendor shows on most instances of that age, and on a few something else. */
  private String redisStatus(Instant end) {
    if (random.nextInt(40) == 0) {
      return "Inactive";
    }
    Instant locked = end.plus(Duration.ofDays(15));
    Instant retained = end.plus(Duration.ofDays(30));
    return NOW.isBefore(locked) ? "Normal" : NOW.isBefore(retained) ? "Inactive" : "Released";
  }

  private void tair(int number) {
    Map<String, Object> values = new LinkedHashMap<>();
    String id = "tair-synthetic" + number;
    boolean subscribed = random.nextBoolean();
    values.put("id", id);
    values.put("tair_instance_name", "tair-" + number);
    values.put("instance_class", "tair.rdb.1g");
    values.put("instance_type", "tair_rdb");
    values.put("payment_type", subscribed ? "Subscription" : "PayAsYouGo");
    values.put("period", subscribed ? 12 : null);
    values.put("status", "Normal");
    values.put("region_id", region());
    values.put("create_time", created().toString());
    state.managed("module.cache", "alicloud_redis_tair_instance", "tair_" + number, values);
    if (subscribed && random.nextInt(3) > 0) {
      fact(id, "expiresAt", NOW.plus(days(1, 300)));
    } else if (!subscribed) {
      unpaid(id);
    }
  }

  private void mongoDb(int number, boolean sharded) {
    Map<String, Object> values = new LinkedHashMap<>();
    String id = "dds-synthetic" + number;
    boolean prepaid = random.nextInt(10) < 6;
    boolean local = random.nextInt(4) == 0;
    values.put("id", id);
    values.put("name", "documents-" + number);
    values.put("engine_version", "6.0");
    values.put("instance_charge_type", prepaid ? "PrePaid" : "PostPaid");
    values.put("storage_type", local ? "local_ssd" : "cloud_essd1");
    values.put(
        "backup_retention_policy_on_cluster_deletion",
        local || random.nextInt(20) == 0 ? null : random.nextInt(3));
    values.put("db_instance_release_protection", random.nextInt(8) == 0);
    values.put("tde_status", random.nextInt(6) == 0 ? "enabled" : "disabled");
    if (!sharded) {
      values.put("replication_factor", random.nextInt(10) == 0 ? 1 : 3);
    }
    state.managed(
        "module.documents",
        sharded ? "alicloud_mongodb_sharding_instance" : "alicloud_mongodb_instance",
        "documents_" + number,
        values);
    Instant end = end();
    if (random.nextInt(5) > 0) {
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("id", id);
      seen.put("charge_type", prepaid ? "PREPAID" : "POSTPAID");
      seen.put("creation_time", MINUTES.format(created()));
      seen.put("expiration_time", prepaid ? MINUTES.format(end) : "");
      seen.put("lock_mode", prepaid ? lockMode(end) : "Unlock");
      seen.put("region_id", region());
      mongoDbSeen.add(seen);
    }
    if (!prepaid) {
      unpaid(id);
    }
  }

  private String lockMode(Instant end) {
    if (random.nextInt(40) == 0) {
      return "LockByDiskQuota";
    }
    Instant released = end.plus(Duration.ofDays(15));
    return NOW.isBefore(end) ? "Unlock" : NOW.isBefore(released) ? "LockByExpiration" : "Released";
  }

  private void ksyun(int number) {
    Map<String, Object> values = new LinkedHashMap<>();
    String id = String.format(Locale.ROOT, "00000000-0000-4000-8000-%012d", number);
    String charge = List.of("Daily", "HourlyInstantSettlement", "Monthly").get(random.nextInt(3));
    values.put("id", id);
    values.put("instance_id", id);
    values.put("instance_name", "machine-" + number);
    values.put("instance_type", "N3.2B");
    values.put("charge_type", charge);
    values.put("instance_status", random.nextInt(5) == 0 ? "stopped" : "active");
    state.managed("module.machines", "ksyun_instance", "machine_" + number, values);
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("instance_id", id);
    seen.put("charge_type", charge);
    seen.put("creation_date", instant(created()));
    ksyunSeen.add(seen);
    if (charge.equals("Monthly") && random.nextInt(3) > 0) {
      fact(id, "expiresAt", NOW.plus(days(1, 60)));
    } else if (charge.equals("Daily") && random.nextInt(25) == 0) {
      fact(id, "releasedAt", NOW.minus(Duration.ofMinutes(30L + random.nextInt(60))));
    }
  }

  /** Some of what has no end is in arrears, some was released by hand. */
  private void unpaid(String id) {
    int dice = random.nextInt(12);
    if (dice == 0) {
      fact(id, "arrearsSince", NOW.minus(days(1, 12)));
    } else if (dice == 1) {
      fact(id, "releasedAt", NOW.minus(days(0, 5)));
    }
  }

  private void fact(String id, String name, Instant at) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put(name, instant(at));
    facts.add(StateWriter.text(row));
  }

  /** What no policy governs, the data sources, and facts that match nothing. */
  private void surround() {
    for (int i = 1; i <= 4; i++) {
      String id = "vpc-synthetic" + i;
      state.managed(
          null, "alicloud_vpc", "net_" + i, Map.of("id", id, "cidr_block", "10." + i + ".0.0/16"));
      state.managed(
          null,
          "alicloud_vswitch",
          "net_" + i,
          Map.of("id", "vsw-synthetic" + i, "vpc_id", id, "cidr_block", "10." + i + ".0.0/24"));
    }
    see("alicloud_kvstore_instances", redisSeen);
    see("alicloud_mongodb_instances", mongoDbSeen);
    see("ksyun_instances", ksyunSeen);
    facts.add("{\"id\":\"r-nowhere1\",\"arrearsSince\":\"2026-02-20T00:00:00Z\"}");
    facts.add("{\"id\":\"dds-nowhere2\",\"state\":\"LOCKED\"}");
  }

  private void see(String type, List<Map<String, Object>> instances) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", "synthetic");
    values.put("instances", instances);
    state.data(null, type, "all", values);
  }

  private String region() {
    return REGIONS.get(random.nextInt(REGIONS.size()));
  }

  private Instant created() {
    return NOW.minus(days(100, 900));
  }

  /** Mostly ahead, sometimes past. */
  private Instant end() {
    return random.nextInt(4) == 0 ? NOW.minus(days(1, 35)) : NOW.plus(days(1, 330));
  }

  private Duration days(int from, int to) {
    return Duration.ofHours(24L * from + random.nextInt(24 * (to - from)));
  }

  private static @Nullable String instant(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
