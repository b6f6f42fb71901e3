package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RED-11")
class WhitelistTest {

  @Test
  void aThousandAddressesAreTheMost() {
    assertThat(Checking.of(Checking.good().texts("security_ips", addresses(1000)))).isEmpty();
    assertThat(Checking.messages(Checking.good().texts("security_ips", addresses(1001))))
        .containsExactly("security_ips has 1001 entries: expected at most 1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.23.12.24",
        "0.0.0.0",
        "255.255.255.255",
        "0.0.0.0/0",
        "10.23.12.0/24",
        "10.23.12.24/24",
        "10.23.12.24/32",
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "2001:DB8:0:0:8:800:200C:417A",
        "2001:db8::/32",
        "::/0",
        "::1/128",
        "::ffff:10.0.0.1",
        "1:2:3:4:5:6:7::",
        "1:2:3:4:5:6:10.0.0.1",
      })
  void addressesAndBlocks(String entry) {
    assertThat(Checking.of(Checking.good().texts("security_ips", List.of(entry)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "example.com",
        "10.23.12",
        "10.23.12.24.1",
        "10.23.12.256",
        "10.23.12.024",
        "10.23.12.",
        " 10.23.12.24",
        "10.23.12.24 ",
        "10.23.12.-1",
        "10.23.12.0/33",
        "10.23.12.0/",
        "10.23.12.0/024",
        "10.23.12.0/-1",
        "10.23.12.0/24/24",
        "10.23.12.0/255.255.255.0",
        "1.2.3.4-1.2.3.9",
        "167772161",
        "0x7f.0.0.1",
        "\u0661.1.1.1",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "::12345",
        "::g",
        "fe80::1%eth0",
        "[::1]",
        "::1/129",
        "10.0.0.1::",
        "1:10.0.0.1:2:3:4:5:6",
        "",
      })
  void whatIsNeither(String entry) {
    assertThat(Checking.of(Checking.good().texts("security_ips", List.of(entry))))
        .containsExactly("ERROR security_ips RED-11");
  }

  @Test
  void eachWrongEntryIsNamedWithItsPlace() {
    assertThat(
            Checking.messages(
                Checking.good().texts("security_ips", List.of("10.0.0.1", "a", "::1", "b"))))
        .containsExactly(
            "security_ips has as entry 2 \"a\": expected an IP address or a CIDR block such as"
                + " 10.23.12.0/24",
            "security_ips has as entry 4 \"b\": expected an IP address or a CIDR block such as"
                + " 10.23.12.0/24");
  }

  @Test
  void aTextWithCommasIsAList() {
    assertThat(Checking.of(Checking.good().text("security_ips", "10.0.0.1, 10.0.0.2"))).isEmpty();
    assertThat(Checking.of(Checking.good().text("security_ips", "10.0.0.1,x")))
        .containsExactly("ERROR security_ips RED-11");
  }

  @Test
  void thePrivateAddressIsInTheBlockOfTheVSwitch() {
    assertThat(privateIp("10.4.0.1", "10.4.0.0/24")).isEmpty();
    assertThat(privateIp("10.4.0.0", "10.4.0.0/24")).isEmpty();
    assertThat(privateIp("10.4.0.255", "10.4.0.0/24")).isEmpty();
    assertThat(privateIp("2001:db8::5", "2001:db8::/64")).isEmpty();
    assertThat(privateIp("10.4.1.0", "10.4.0.0/24"))
        .containsExactly(
            "private_ip is \"10.4.1.0\": expected an address in the vSwitch's block"
                + " \"10.4.0.0/24\"");
    assertThat(privateIp("10.3.255.255", "10.4.0.0/24")).hasSize(1);
    assertThat(privateIp("2001:db8::5", "10.4.0.0/24")).hasSize(1);
    assertThat(privateIp("::10.4.0.5", "10.4.0.0/24")).hasSize(1);
    assertThat(privateIp("10.4.0.0/28", "10.4.0.0/24")).hasSize(1);
    assertThat(privateIp("somewhere", "10.4.0.0/24")).hasSize(1);
  }

  @Test
  void whereTheBlockIsNotKnownNothingIsSaid() {
    assertThat(privateIp("10.4.1.0", null)).isEmpty();
    assertThat(privateIp("10.4.1.0", "unreadable")).isEmpty();
  }

  private static List<String> privateIp(String address, String block) {
    return Checking.messages(Checking.good().text("private_ip", address).vswitchBlock(block));
  }

  private static List<String> addresses(int count) {
    return IntStream.range(0, count).mapToObj(i -> "10.0." + i / 256 + "." + i % 256).toList();
  }
}
