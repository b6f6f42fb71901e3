package dev.reprieve;

import dev.reprieve.guard.Action;
import dev.reprieve.guard.Authorizer;
import dev.reprieve.guard.EngineAction;
import dev.reprieve.guard.NotAuthorizedException;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.Resource;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authorizer for one principal, and notes each denial. It never looks whether a resource
 * exists: a denial is the same answer, the same line in the same trail, by the same way.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String RULE = "KEY-11";

  private final Authorizer authorizer;
  private final Principal principal;
  private final RecycleBinRepository bin;
  private final Listeners listeners;

  Gate(Authorizer authorizer, Principal principal, RecycleBinRepository bin, Listeners listeners) {
    this.authorizer = authorizer;
    this.principal = principal;
    this.bin = bin;
    this.listeners = listeners;
  }

  String name() {
    return principal.name();
  }

  /** Whether something is permitted; a denial is not noted: for choosing what to show. */
  boolean shows(Action action, Resource resource) {
    try {
      return authorizer.permits(principal, action, resource);
    } catch (RuntimeException broken) {
      LOG.warn("The authorizer threw at {} for {}: denied", action, principal, broken);
      return false;
    }
  }

  /** Whether something is permitted that was asked for; a denial is noted. */
  boolean passes(Action action, Resource resource) {
    if (shows(action, resource)) {
      return true;
    }
    deny(action, resource);
    return false;
  }

  /** Notes a denial. */
  void deny(Action action, Resource resource) {
    AuditEntry line =
        AuditEntry.ofStore(
            AuditEntry.Kind.ACCESS,
            bin.now(),
            action.name(),
            RULE,
            RefusalCode.NOT_AUTHORIZED.name(),
            principal.name(),
            resource.text());
    bin.commit(Commit.of(line));
    listeners.tell(listener -> listener.onDenied(principal, action, resource));
  }

  boolean passes(EngineAction action, InstanceKey key) {
    Objects.requireNonNull(key, "key");
    return passes(action.of(key.product()), Resource.of(key));
  }

  boolean shows(EngineAction action, InstanceKey key) {
    return shows(action.of(key.product()), Resource.of(key));
  }

  boolean shows(EngineAction action) {
    return shows(action.onStore(), Resource.STORE);
  }

  /** Why an operation is refused, or null if it is permitted. */
  @Nullable Refusal refusal(Operation operation, Action action, Resource resource) {
    return passes(action, resource) ? null : denied(operation, action, resource);
  }

  /** Why an act that is no operation is refused, or null if it is permitted. */
  @Nullable Refusal refusal(EngineAction act, InstanceKey key) {
    Objects.requireNonNull(key, "key");
    return refusal(new Operation(act.name()), act.of(key.product()), Resource.of(key));
  }

  /**
   * Passes or throws, where an answer has no room for a refusal.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  void demand(EngineAction act) {
    demand(new Operation(act.name()), act.onStore(), Resource.STORE);
  }

  /**
   * The same, of any resource.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  void demand(Operation operation, Action action, Resource resource) {
    Refusal refusal = refusal(operation, action, resource);
    if (refusal != null) {
      throw new NotAuthorizedException(refusal);
    }
  }

  private Refusal denied(Operation operation, Action action, Resource resource) {
    return Refusal.of(
        RefusalCode.NOT_AUTHORIZED,
        operation,
        RULE,
        principal + " may not do " + action + " on " + resource);
  }
}
