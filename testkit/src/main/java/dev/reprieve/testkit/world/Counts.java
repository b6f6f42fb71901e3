package dev.reprieve.testkit.world;

/** What happened in a run, counted. */
final class Counts {
  int acts;
  int calls;
  int commits;
  int steps;
  int claims;
  int redeliveries;
  int purges;
  int purgesBegun;
  int crashes;
  int outages;
  int interleavings;
  int clockSteps;
  int letters;
  int repeats;
  long virtualSeconds;
}
