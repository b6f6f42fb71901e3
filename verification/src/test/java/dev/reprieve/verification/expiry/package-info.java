/**
 * The key-expiry store under other people's suites, under Lincheck, and beside real Redis servers.
 */
package dev.reprieve.verification.expiry;
