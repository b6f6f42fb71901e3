package dev.reprieve.testkit.contract;

import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;

/** The store in memory keeps every promise. */
class InMemoryRecycleBinTest extends RecycleBinRepositoryContract {
  @Override
  protected RecycleBinRepository emptyStore(VirtualClock clock) {
    return RecycleBinRepository.inMemory(clock);
  }
}
