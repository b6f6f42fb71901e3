package dev.reprieve.policy;

import dev.reprieve.model.Condition;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;

/**
 * A reason to refuse an operation that its state permits.
 *
 * @param operation the operation
 * @param when which instances, in which state
 * @param code the typed reason
 * @param rule the rule that refuses
 * @param why a sentence that says what would have to be true
 */
public record Restriction(
    Operation operation, Condition when, RefusalCode code, String rule, String why) {}
