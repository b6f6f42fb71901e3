/** The retention policies of Tair and Redis. */
module dev.reprieve.redis {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;
}
