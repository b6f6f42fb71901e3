/**
 * Reads Terraform state and billing facts into snapshots: for hosts whose fleet Terraform manages.
 */
@NullMarked
package dev.reprieve.terraform;

import org.jspecify.annotations.NullMarked;
