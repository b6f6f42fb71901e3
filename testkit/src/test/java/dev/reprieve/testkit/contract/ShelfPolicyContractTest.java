package dev.reprieve.testkit.contract;

/** A sound policy keeps the whole contract. */
class ShelfPolicyContractTest extends ShelfContract {}
