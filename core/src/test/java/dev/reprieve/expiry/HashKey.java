package dev.reprieve.expiry;

/** A key whose hash code a test chooses. */
record HashKey(int id, int hash) {
  @Override
  public boolean equals(Object other) {
    return other instanceof HashKey that && that.id == id;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
