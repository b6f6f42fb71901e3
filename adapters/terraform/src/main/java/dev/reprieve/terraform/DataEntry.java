package dev.reprieve.terraform;

import org.jspecify.annotations.Nullable;

/** What a data source says of one instance (TF-11), in the provider's texts. */
record DataEntry(
    @Nullable String expiry,
    @Nullable String billing,
    @Nullable String created,
    @Nullable String status,
    @Nullable String lockMode,
    @Nullable String region,
    @Nullable String autoRenew) {

  static DataEntry of(Values values) {
    String ksyunState = values.textInFirst("instance_state", "name");
    return new DataEntry(
        values.firstText("end_time", "expire_time", "expiration_time"),
        values.firstText("payment_type", "charge_type"),
        values.firstText("create_time", "creation_time", "creation_date"),
        ksyunState == null ? values.text("status") : ksyunState,
        values.text("lock_mode"),
        values.text("region_id"),
        values.text("auto_renew"));
  }
}
