/** A host with one policy. */
module com.example.consumer {
  requires dev.reprieve.mongodb;

  exports com.example.consumer;
}
