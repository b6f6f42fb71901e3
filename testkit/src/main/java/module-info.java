/** Virtual time and checks for whoever writes a retention policy. */
module dev.reprieve.testkit {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;

  exports dev.reprieve.testkit;
  exports dev.reprieve.testkit.world;
}
