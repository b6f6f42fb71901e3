/** The retention policies of MongoDB. */
module dev.reprieve.mongodb {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;
}
