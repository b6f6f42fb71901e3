package dev.reprieve.terraform;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import dev.reprieve.mongodb.MongoDbPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A governed resource while the file is still being read: what a data source says of it may come
 * later. Where two sources contradict each other the reading under which data lives longer is
 * taken, and it is a finding. Not thread-safe.
 */
final class Draft {
  private final ResourceKind kind;
  private final String address;
  private final @Nullable String id;
  private @Nullable BillingMode billing;
  private @Nullable String region;
  private @Nullable Instant createdAt;
  private @Nullable Instant expiresAt;
  private final Attributes attributes;
  private final boolean releaseProtected;
  private boolean autoRenews;
  private @Nullable String lockedByOthers;
  private final List<InstanceState> observed = new ArrayList<>(1);
  private final List<String> findings = new ArrayList<>(0);

  private Draft(ResourceKind kind, String address, Values values) {
    this.kind = kind;
    this.address = address;
    String said = values.text("id");
    this.id = said == null ? values.text("instance_id") : said;
    this.attributes = Describing.attributes(kind, values, findings);
    this.releaseProtected =
        isOn(values.text("instance_release_protection"))
            || isOn(values.text("db_instance_release_protection"));
    this.region = values.text("region_id");
    if (id == null) {
      findings.add("id is missing: no facts and no data source can be joined");
    }
  }

  static Draft of(ResourceKind kind, String address, Values values) {
    Draft draft = new Draft(kind, address, values);
    draft.bill("payment_type", values.text("payment_type"));
    draft.bill("instance_charge_type", values.text("instance_charge_type"));
    draft.bill("charge_type", values.text("charge_type"));
    draft.expire(kind.expiryName, values.text("end_time"));
    draft.create("create_time", values.text("create_time"));
    draft.observe(values.text(kind == ResourceKind.KSYUN ? "instance_status" : "status"));
    draft.renew(values.text("auto_renew"));
    return draft;
  }

  ResourceKind kind() {
    return kind;
  }

  @Nullable String id() {
    return id;
  }

  /** Takes over what a data source says (TF-11). */
  void joinWith(DataEntry entry) {
    bill(kind.dataSource + " charge_type", entry.billing());
    expire(kind.dataSource + " " + kind.expiryName, entry.expiry());
    create(kind.dataSource + " creation", entry.created());
    String lockMode = entry.lockMode();
    if (lockMode != null && Vocabulary.isForeignLock(lockMode)) {
      lockedByOthers = lockMode;
    } else {
      observe(kind.product.equals(MongoDbPolicy.PRODUCT) ? lockMode : entry.status());
    }
    renew(entry.autoRenew());
    if (region == null) {
      region = entry.region();
    }
  }

  private void bill(String name, @Nullable String word) {
    if (word == null) {
      return;
    }
    BillingMode said = Vocabulary.billing(kind, word);
    if (said == null) {
      findings.add(name + " is \"" + word + "\": not a way of paying that the library knows");
    } else if (billing == null) {
      billing = said;
    } else if (!said.equals(billing)) {
      findings.add(name + " says " + said + ", the resource says " + billing + ", which is taken");
    }
  }

  private void expire(String name, @Nullable String text) {
    Instant said = instant(name, text);
    if (said == null || said.equals(expiresAt)) {
      return;
    }
    if (expiresAt != null) {
      findings.add(
          name + " is " + said + ", elsewhere it is " + expiresAt + ": the later one is taken");
    }
    expiresAt = expiresAt == null || said.isAfter(expiresAt) ? said : expiresAt;
  }

  private void create(String name, @Nullable String text) {
    Instant said = instant(name, text);
    if (said != null && createdAt == null) {
      createdAt = said;
    }
  }

  private @Nullable Instant instant(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Instant said = Instants.parse(text);
    if (said == null) {
      findings.add(name + " is \"" + text + "\": expected " + Instants.EXPECTED);
    }
    return said;
  }

  private void observe(@Nullable String status) {
    if (status == null) {
      return;
    }
    InstanceState state = Vocabulary.state(kind, status);
    if (state == null) {
      findings.add("status \"" + status + "\" is not one that the library knows");
    } else if (!observed.contains(state)) {
      if (!observed.isEmpty()) {
        findings.add("one status says " + state + ", another " + observed.get(0));
      }
      observed.add(state);
    }
  }

  private void renew(@Nullable String word) {
    autoRenews = autoRenews || isOn(word);
  }

  private static boolean isOn(@Nullable String word) {
    Boolean flag = word == null ? null : Vocabulary.flag(word);
    return flag != null && flag;
  }

  GovernedInstance finish() {
    List<String> lacking = new ArrayList<>();
    if (billing == null) {
      lacking.add(kind.billingName);
    }
    Describing.addLacking(kind, billing, attributes, lacking);
    boolean subscribed = billing != null && billing.isSubscription();
    return new GovernedInstance(
        address,
        id,
        kind.product,
        null,
        billing,
        region,
        createdAt,
        subscribed ? expiresAt : null,
        kind.expiryName,
        attributes,
        releaseProtected,
        subscribed && autoRenews,
        observed,
        lockedByOthers,
        lacking,
        null,
        null,
        findings);
  }
}
