package dev.reprieve.redis;

/** A configuration that a rebuild brings back from the source (RED-07). */
public enum RedisSetting {
  /** The IP whitelists, without their security groups. */
  IP_WHITELISTS(RedisAttributes.SECURITY_IPS.name()),
  /** The instance's name, when the new one's is left empty. */
  NAME(RedisAttributes.NAME.name()),
  /** The port. */
  PORT(RedisAttributes.PORT.name()),
  /** The parameters. */
  PARAMETERS(RedisAttributes.CONFIG.name()),
  /** The days of the backup cycle. */
  BACKUP_CYCLE(RedisAttributes.BACKUP_PERIOD.name()),
  /** The backup time. */
  BACKUP_TIME(RedisAttributes.BACKUP_TIME.name());

  private final String attribute;

  RedisSetting(String attribute) {
    this.attribute = attribute;
  }

  /** The name of the attribute that has it. */
  public String attribute() {
    return attribute;
  }
}
