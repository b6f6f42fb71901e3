package dev.reprieve.testkit.world;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.policy.RetentionPolicy;

/**
 * A kind of instance that lives in a {@link World}.
 *
 * @param policy what rules it
 * @param profile the policy's profile
 * @param billing how it is paid for
 * @param attributes everything that the policy's rules need of it
 */
public record Breed(
    RetentionPolicy policy, String profile, BillingMode billing, Attributes attributes) {}
