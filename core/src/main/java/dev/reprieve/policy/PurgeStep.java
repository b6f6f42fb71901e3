package dev.reprieve.policy;

import dev.reprieve.model.EffectType;

/**
 * One effect of a purge.
 *
 * @param type what must happen
 * @param unlessRetained whether it is left out of what lies in the bin, where it was done on entry
 */
public record PurgeStep(EffectType type, boolean unlessRetained) {}
