package dev.reprieve.effect;

/**
 * Does what a decision ordered: locks, stops, backs up, deletes, notifies. The host's part.
 *
 * <p>An effect is delivered <strong>at least once</strong>: again after a crash, a lost answer or a
 * failure, always with the same {@link dev.reprieve.model.EffectKey key}. A handler must therefore
 * be idempotent by that key. The effects of one instance come in order, one at a time; those of
 * different instances may come from several threads at once.
 *
 * <p>Work that takes longer than a call answers {@link EffectResult#working} and is asked again, or
 * is completed from outside by its key. When a later effect of the same instance comes, with a
 * greater {@linkplain EffectRequest#fence fence}, while something earlier is still at work (the
 * unlock of somebody who has paid, while the lock is being set), the handler ends or calls off the
 * earlier work first, so that it never takes hold afterwards: nobody else can. An exception counts
 * as {@link EffectResult#failed}, and so does an error of the handler's code: a class that does not
 * link, an assertion, a stack that is too deep.
 */
@FunctionalInterface
public interface EffectHandler {
  /**
   * Does the effect, or begins it, or looks how far it has come.
   *
   * @throws Exception for whatever went wrong; it is logged and tried again
   */
  EffectResult handle(EffectRequest request) throws Exception;
}
