package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.proxy.AddressRange;
import io.mainstay.vip.AddressScope;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written beside a virtual address, and the interface that is not written. */
class RouterAddressTest {
  private static final Map<String, List<String>> HOST =
      Map.of(
          "lo", List.of("127.0.0.1/8", "::1/128"),
          "eth0", List.of("10.0.0.2/8", "fe80::2/64"),
          "eth1", List.of("10.42.0.2/16", "fe80::3/64", "2001:db8::3/64"),
          "eth2", List.of("192.0.2.2/24"),
          "eth3", List.of("192.0.2.3/24"),
          "tun7", List.of("10.42.0.240/32"));

  private static final HostNetworks NETWORKS =
      new HostNetworks() {
        @Override
        public Optional<List<AddressRange>> of(String interfaceName) {
          return Optional.ofNullable(HOST.get(interfaceName))
              .map(all -> all.stream().map(AddressRange::parse).toList());
        }

        @Override
        public List<String> interfaces() {
          return HOST.keySet().stream().sorted().toList();
        }

        @Override
        public int mtuBytes(String interfaceName) {
          return interfaceName.equals("eth1") ? 1500 : 0;
        }
      };

  private final NodeConfigReader reader = new NodeConfigReader(InetAddress::getByName, NETWORKS);

  private static String router(String terms) {
    return "mainstay.routers.vip {\n  vrid = 51\n  " + terms + "\n}\n";
  }

  private NodeConfig read(String terms) throws InvalidConfigException {
    return reader.readText(router(terms), "node.conf");
  }

  private List<VirtualAddress> addresses(String terms) throws InvalidConfigException {
    return read(terms).routers().get(0).addresses();
  }

  private List<String> problems(String terms) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(terms));
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static VirtualAddress address(
      String address, int prefix, String device, AddressScope scope, String label)
      throws Exception {
    return new VirtualAddress(InetAddress.getByName(address), prefix, device, scope, label);
  }

  @Test
  void shouldReadTheSameFromAnObjectAndFromKeepalivedsWords() throws Exception {
    String rest = ", \"10.42.0.6\" ]";
    List<VirtualAddress> expected =
        List.of(
            address("10.42.0.5", 24, "eth2", AddressScope.LINK, "eth2:vip"),
            address("10.42.0.6", 32, "eth1", AddressScope.GLOBAL, ""));

    assertThat(
            addresses(
                "interface = eth1, addresses = [ { address = \"10.42.0.5/24\", interface = eth2,"
                    + " scope = link, label = \"eth2:vip\" }"
                    + rest))
        .isEqualTo(expected);
    assertThat(
            addresses(
                "interface = eth1, addresses = [ { address = \"10.42.0.5\", prefix = 24, interface"
                    + " = eth2, scope = link, label = \"eth2:vip\" }"
                    + rest))
        .isEqualTo(expected);
    assertThat(
            addresses(
                "interface = eth1, addresses = [ \"10.42.0.5/24 dev eth2  scope link label"
                    + " eth2:vip\""
                    + rest))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "10.42.0.5 via 10.42.0.1"                  | 'via' means nothing here
          "10.42.0.5 dev"                            | dev needs a value
          "10.42.0.5 scope near"                     | scope must be global, site, link or host, not 'near'
          "10.42.0.5 label much-too-long-label"      | must be 1 to 15 letters
          "10.42.0.5 dev a/b"                        | 'a/b' cannot be the name of an interface
          { address = "10.42.0.5/24", prefix = 24 }  | stands beside an address that has one already
          { address = "10.42.0.5", lable = x }       | unknown key 'mainstay.routers.vip.addresses.lable'
          { label = x }                              | address is missing
          """)
  void shouldSayWhereAndWhyAnAddressCannotBeRead(String entry, String why) {
    List<String> problems = problems("interface = eth1\n  addresses = [ " + entry + " ]");

    assertThat(problems).anyMatch(each -> each.startsWith("node.conf:4: ") && each.contains(why));
  }

  @Test
  void shouldWarnOfWhatLinuxHasForIpv4Only() throws Exception {
    assertThat(
            read("interface = eth1\n  addresses = [ \"fe80::33\", \"2001:db8::5 label x\" ]")
                .warnings())
        .map(ConfigProblem::toString)
        .contains(
            "node.conf:4: mainstay.routers.vip.addresses gives 2001:db8:0:0:0:0:0:5 a scope or a"
                + " label, which Linux has for IPv4 only; remove it");
  }

  @ParameterizedTest
  @CsvSource({"virtual-mac = true", "mover-settings.device = eth3"})
  void shouldRefuseAnInterfaceOfAnAddressThatCannotBeUsed(String setting) {
    assertThat(problems("interface = eth1, addresses = [ \"10.42.0.5 dev eth2\" ]\n  " + setting))
        .singleElement()
        .asString()
        .startsWith("node.conf:3: mainstay.routers.vip.addresses put 10.42.0.5 on eth2, which")
        .contains(setting);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "10.42.0.240/24"                        | eth1
          "10.7.0.240/24"                         | eth0
          "fe80::33", "2001:db8::5"               | eth1
          "10.7.0.5", "10.42.0.5 dev eth1"        | eth0
          """)
  void shouldFindTheInterfaceByTheLongestPrefix(String written, String expected) throws Exception {
    NodeConfig config = read("addresses = [ " + written + " ]");

    assertThat(config.routers().get(0).vrrp().interfaceName()).isEqualTo(expected);
    assertThat(config.routers().get(0).addresses().get(0).interfaceName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "198.51.100.5"           | no interface of this host is in a network of 198.51.100.5; write one of eth0, eth1, eth2, eth3, tun7
          "192.0.2.5"              | eth2 and eth3 are in the same network of 192.0.2.5; write one of them
          "fe80::33"               | no address tells it; write one of eth0, eth1, eth2, eth3, tun7
          "10.7.0.5", "10.42.0.5"  | 10.7.0.5 is reached through eth0 but 10.42.0.5 through eth1; write the one for the advertisements
          """)
  void shouldSayWhyNoInterfaceIsFound(String written, String why) {
    assertThat(problems("addresses = [ " + written + " ]"))
        .containsExactly("node.conf:1: mainstay.routers.vip.interface is missing, and " + why);
  }

  @Test
  void shouldPrintTheInterfaceThatWasFound(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("node.conf"), router("addresses = [ \"10.42.0.5\" ]"));

    assertThat(reader.effective(file, (mover, setting) -> false, reader.read(file)))
        .containsPattern("interface\\s*=\\s*\"?eth1\"?");
  }

  @Test
  @DisplayName("NL21 an advertisement larger than the MTU, at load")
  void shouldRefuseMoreAddressesThanFitAnAdvertisement() throws Exception {
    assertThat(read(ipv6("eth1", 90)).routers()).hasSize(1);
    assertThat(problems(ipv6("eth1", 91)))
        .containsExactly(
            "node.conf:3: mainstay.routers.vip.addresses do not fit: an advertisement of 91"
                + " addresses takes 1504 bytes, and the MTU of eth1 is 1500; move some of them to"
                + " excluded addresses or to another virtual router");
    assertThat(read(ipv6("eth0", 91)).routers()).hasSize(1);
  }

  private static String ipv6(String device, int count) {
    return Stream.concat(
            Stream.of("fe80::33"),
            IntStream.range(1, count).mapToObj(i -> "2001:db8::" + Integer.toHexString(i)))
        .collect(
            Collectors.joining("\", \"", "interface = " + device + ", addresses = [ \"", "\" ]"));
  }
}
