package dev.reprieve;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener, whatever one of them throws. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<ReprieveListener> listeners;

  Listeners(List<ReprieveListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  void tell(Consumer<ReprieveListener> news) {
    for (ReprieveListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
        LOG.warn("A listener threw; the engine and the other listeners go on", thrown);
      }
    }
  }
}
