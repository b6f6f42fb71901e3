package dev.reprieve.redis.specification;

/** The private address is one of the vSwitch's, where its block is known. */
final class PrivateIpRule {
  private PrivateIpRule() {}

  static void check(RedisSpecification given, Report report) {
    String address = given.text("private_ip");
    String block = given.vswitchBlock();
    IpBlock addresses = block == null ? null : IpBlock.parse(block);
    if (address == null || block == null || addresses == null) {
      return;
    }
    IpBlock one = IpBlock.parseAddress(address);
    if (one == null || !addresses.contains(one)) {
      report.error(
          "private_ip",
          "is "
              + report.shown(address)
              + ": expected an address in the vSwitch's block "
              + report.shown(block));
    }
  }
}
