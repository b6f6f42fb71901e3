package dev.reprieve.terraform;

import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What billing knows of one instance (TF-07). Immutable; every part may be missing.
 *
 * @param id the vendor's id
 * @param expiresAt the end of a subscription's term
 * @param arrearsSince since when it is in arrears
 * @param releasedAt when it was released by hand
 * @param state the state that billing sees it in
 * @param findings what could not be read, each a sentence
 */
public record Facts(
    String id,
    @Nullable Instant expiresAt,
    @Nullable Instant arrearsSince,
    @Nullable Instant releasedAt,
    @Nullable InstanceState state,
    List<String> findings) {
  /** Copies the findings. */
  public Facts {
    findings = List.copyOf(findings);
  }
}
