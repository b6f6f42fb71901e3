package dev.reprieve.redis;

import dev.reprieve.model.AttributeKey;

/** A configuration that a rebuild brings back from the source (RED-07). */
public enum RedisSetting {
  /** The IP whitelists, without their security groups. */
  IP_WHITELISTS(RedisAttributes.SECURITY_IPS),
  /** The instance's name, when the new one's is left empty. */
  NAME(RedisAttributes.NAME),
  /** The port. */
  PORT(RedisAttributes.PORT),
  /** The parameters. */
  PARAMETERS(RedisAttributes.CONFIG),
  /** The days of the backup cycle. */
  BACKUP_CYCLE(RedisAttributes.BACKUP_PERIOD),
  /** The backup time. */
  BACKUP_TIME(RedisAttributes.BACKUP_TIME);

  private final AttributeKey<?> key;

  RedisSetting(AttributeKey<?> key) {
    this.key = key;
  }

  /** The attribute that has it. */
  public AttributeKey<?> key() {
    return key;
  }
}
