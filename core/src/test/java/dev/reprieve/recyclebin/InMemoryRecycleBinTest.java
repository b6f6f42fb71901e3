package dev.reprieve.recyclebin;

import dev.reprieve.simulation.VirtualClock;

/** The store in memory keeps every promise. */
class InMemoryRecycleBinTest extends RecycleBinRepositoryContract {
  @Override
  RecycleBinRepository emptyStore(VirtualClock clock) {
    return RecycleBinRepository.inMemory(clock);
  }
}
