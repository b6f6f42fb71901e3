package dev.reprieve.testkit.contract;

import dev.reprieve.effect.EffectHandler;
import dev.reprieve.model.EffectType;
import java.util.List;

/** A sound handler keeps the whole contract. */
class FakeCloudContractTest extends EffectHandlerContract {
  private FakeCloud cloud = new FakeCloud();

  FakeCloud newCloud() {
    return new FakeCloud();
  }

  @Override
  protected EffectHandler freshHandler() {
    cloud = newCloud();
    return cloud;
  }

  @Override
  protected List<EffectType> types() {
    return List.of(
        EffectType.LOCK_ACCESS,
        EffectType.UNLOCK_ACCESS,
        EffectType.TAKE_BACKUP,
        EffectType.RELEASE_COMPUTE_WITH_DATA,
        EffectType.DELETE_DATA,
        EffectType.NOTIFY_OWNER);
  }

  @Override
  protected Object outside() {
    return cloud.cloud();
  }

  @Override
  protected Object outsideOf(String id) {
    return cloud.cloud().getOrDefault(id, List.of());
  }

  @Override
  protected void workGoesOn() {
    cloud.jobsEnd();
  }
}
