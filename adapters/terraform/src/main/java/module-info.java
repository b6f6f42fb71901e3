/** Reads what Terraform and billing know of instances. */
module dev.reprieve.terraform {
  requires transitive dev.reprieve;
  requires transitive dev.reprieve.redis;
  requires dev.reprieve.mongodb;
  requires dev.reprieve.kec;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.csv;
  requires static transitive org.jspecify;

  exports dev.reprieve.terraform;
}
