package dev.reprieve.policy;

import java.util.List;

/**
 * What an artifact with policies offers to {@link java.util.ServiceLoader}. List the provider in
 * the module descriptor <em>and</em> under {@code META-INF/services}, or half of the hosts will not
 * see it.
 */
public interface RetentionPolicyProvider {
  /** The policies of the artifact, every version that it can still run. */
  List<RetentionPolicy> policies();
}
