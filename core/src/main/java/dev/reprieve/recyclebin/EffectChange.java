package dev.reprieve.recyclebin;

/**
 * An effect that a commit writes, by compare-and-set on its claim.
 *
 * @param expectedClaim the claim that the stored effect must have
 * @param next what it becomes
 */
public record EffectChange(long expectedClaim, EffectRecord next) {}
