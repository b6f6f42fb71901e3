/** The model, the interpreter and the engine of Reprieve. */
module dev.reprieve {
  requires org.slf4j;
  requires static transitive org.jspecify;
}
