package dev.reprieve.redis.specification;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses, or one address as a block of one. Read from its text alone: a host name
 * is no address, and nothing is looked up.
 *
 * @param bits the address as a number
 * @param width 32 for IPv4, 128 for IPv6
 * @param prefix how many leading bits all addresses of the block share
 */
record IpBlock(BigInteger bits, int width, int prefix) {
  /** No leading zeros: some read 010 as eight. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final int IPV6_GROUPS = 8;

  /** An address, or an address and a prefix length; null for anything else. */
  static @Nullable IpBlock parse(String text) {
    int slash = text.indexOf('/');
    IpBlock address = parseAddress(slash < 0 ? text : text.substring(0, slash));
    if (address == null || slash < 0) {
      return address;
    }
    String length = text.substring(slash + 1);
    if (!NUMBER.matcher(length).matches() || Integer.parseInt(length) > address.width) {
      return null;
    }
    return new IpBlock(address.bits, address.width, Integer.parseInt(length));
  }

  /** One address; null for anything else, a block too. */
  static @Nullable IpBlock parseAddress(String text) {
    String hex = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    return hex == null
        ? null
        : new IpBlock(new BigInteger(hex, 16), hex.length() * 4, hex.length() * 4);
  }

  /** Whether every address of the other block is in this one. */
  boolean contains(IpBlock other) {
    int rest = width - prefix;
    return width == other.width
        && prefix <= other.prefix
        && bits.shiftRight(rest).equals(other.bits.shiftRight(rest));
  }

  /** Four numbers with dots as eight hexadecimal digits, or null. */
  private static @Nullable String ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    StringBuilder hex = new StringBuilder();
    for (String part : parts) {
      if (!NUMBER.matcher(part).matches() || Integer.parseInt(part) > 255) {
        return null;
      }
      hex.append(String.format("%02x", Integer.parseInt(part)));
    }
    return hex.toString();
  }

  /** Eight groups with colons, two colons for a run of zeros, as 32 hexadecimal digits, or null. */
  private static @Nullable String ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      String all = groups(text, true);
      return all != null && all.length() == 4 * IPV6_GROUPS ? all : null;
    }
    String head = groups(text.substring(0, gap), false);
    String tail = groups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int missing = 4 * IPV6_GROUPS - head.length() - tail.length();
    return missing < 4 ? null : head + "0".repeat(missing) + tail;
  }

  /** Groups with colons, of which the last may be an IPv4 address where it ends the text. */
  private static @Nullable String groups(String text, boolean ends) {
    if (text.isEmpty()) {
      return "";
    }
    String[] groups = text.split(":", -1);
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (GROUP.matcher(groups[i]).matches()) {
        hex.append("0".repeat(4 - groups[i].length())).append(groups[i]);
        continue;
      }
      String last = ends && i == groups.length - 1 ? ipv4(groups[i]) : null;
      if (last == null) {
        return null;
      }
      hex.append(last);
    }
    return hex.toString();
  }
}
