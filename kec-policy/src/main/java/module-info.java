/** The retention policies of KEC. */
module dev.reprieve.kec {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;
}
