/** Virtual time and checks for whoever writes a retention policy. */
module dev.reprieve.testkit {
  requires transitive dev.reprieve;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports dev.reprieve.testkit;
  exports dev.reprieve.testkit.contract;
  exports dev.reprieve.testkit.world;

  // JUnit calls the tests of the contracts, which are nobody else's to call.
  opens dev.reprieve.testkit.contract;
}
