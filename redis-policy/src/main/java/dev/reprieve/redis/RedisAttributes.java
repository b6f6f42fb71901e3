package dev.reprieve.redis;

import dev.reprieve.model.AttributeKey;
import java.util.List;

/** The attributes of a Tair or Redis instance. All of them describe; none is needed by a rule. */
public final class RedisAttributes {
  /** The instance's name (RED-07). */
  public static final AttributeKey<String> NAME = AttributeKey.ofText("name");

  /** The instance class; its form tells cloud disk from classic (RED-16). */
  public static final AttributeKey<String> INSTANCE_CLASS = AttributeKey.ofText("instanceClass");

  /** The IP whitelist, which a rebuild brings back (RED-07). */
  public static final AttributeKey<List<String>> SECURITY_IPS = AttributeKey.ofTexts("securityIps");

  /** The security groups, which nothing brings back (RED-07). */
  public static final AttributeKey<List<String>> SECURITY_GROUPS =
      AttributeKey.ofTexts("securityGroups");

  /** The port, which a rebuild brings back (RED-07). */
  public static final AttributeKey<Long> PORT = AttributeKey.ofNumber("port");

  /** The parameters, as the host writes them; a rebuild brings them back (RED-07). */
  public static final AttributeKey<String> CONFIG = AttributeKey.ofText("config");

  /** The days of the backup cycle, which a rebuild brings back (RED-07). */
  public static final AttributeKey<List<String>> BACKUP_PERIOD =
      AttributeKey.ofTexts("backupPeriod");

  /** The backup time, {@code HH:mmZ-HH:mmZ}, which a rebuild brings back (RED-07). */
  public static final AttributeKey<String> BACKUP_TIME = AttributeKey.ofText("backupTime");

  /** Whether a subscription is to be renewed ahead of its expiry (RED-10). */
  public static final AttributeKey<Boolean> AUTO_RENEW = AttributeKey.ofFlag("autoRenew");

  /** For how many months, 1 to 12; 1 where it is not said (RED-10). */
  public static final AttributeKey<Long> AUTO_RENEW_PERIOD =
      AttributeKey.ofNumber("autoRenewPeriod");

  private RedisAttributes() {}
}
