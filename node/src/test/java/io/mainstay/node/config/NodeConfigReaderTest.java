package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.mainstay.proxy.AddressRange;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.ForwardedFor;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.Preemption;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigReaderTest {
  private static final String SMALLEST =
      """
      mainstay {
        frontends.web { bind = "*:80", default-backend = app }
        backends.app  { check = "http GET / 200", servers { web1 = "10.42.0.3:80", web2 = "web2:80" } }
        routers.vip   { interface = eth0, vrid = 51, priority = 101, addresses = [ "10.42.0.240/24" ] }
      }
      """;

  private final NodeConfigReader reader = new NodeConfigReader(NodeConfigReaderTest::resolve);

  /** Literals and web2; every other name does not exist. */
  private static InetAddress resolve(String host) throws UnknownHostException {
    if (host.equals("web2")) {
      return InetAddress.getByName("10.42.0.4");
    }
    if (host.matches("[0-9.]+") || host.contains(":")) {
      return InetAddress.getByName(host);
    }
    throw new UnknownHostException(host);
  }

  private NodeConfig read(String text) throws InvalidConfigException {
    return reader.readText(text, "node.conf");
  }

  private List<String> problems(String text) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(text));
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void shouldRefuseNullInPlaceOfWhatHoldsTheDefaults() {
    assertThat(problems("mainstay = null"))
        .containsExactly("node.conf:1: mainstay is null; leave it out, or write { }");
    assertThat(problems("mainstay.defaults = null")).hasSize(1);
    assertThat(problems("mainstay.defaults.router = null"))
        .singleElement()
        .asString()
        .contains("mainstay.defaults.router is null");
  }

  @Test
  void shouldRefuseATextWithANul() {
    assertThat(
            problems(
                "mainstay.node.name = a\nmainstay.routers.vip.notify.any = [ \"/bin/a\\u0000b\" ]"))
        .containsExactly("node.conf:2: the text '/bin/a\\u0000b' holds a NUL; take it out");
  }

  @Test
  void shouldReadSeveralMoversInTheirOrderEachWithItsSettings() throws Exception {
    NodeConfig config =
        read(
            router(
                "accept = false, mover = [ linux, acme ]"
                    + ", mover-settings { acme { token = x }, linux { form = leased } }"));

    assertThat(config.routers().get(0).movers())
        .extracting(RouterMover::name, RouterMover::settings)
        .containsExactly(
            tuple("linux", Map.of("form", "leased", "accept", "false")),
            tuple("acme", Map.of("token", "x")));
  }

  @Test
  void shouldRefuseMoversThatCannotBeMeantTogether() {
    assertThat(problems(router("mover = [ linux, linux ]")).get(0))
        .endsWith("mover names 'linux' twice");
    assertThat(problems(router("mover = [ linux, none ]")).get(0))
        .endsWith("mover cannot be none and something else");
    assertThat(problems(router("mover = []")).get(0)).contains("mover is an empty list");
    assertThat(problems(router("mover = [ linux, acme ], mover-settings { form = leased }")).get(0))
        .contains("mover-settings.form");
  }

  @Test
  void shouldReadTheSmallestUsefulFileWithADefaultForEverythingElse() throws Exception {
    NodeConfig config = read(SMALLEST);

    Frontend web = config.proxy().frontends().get(0);
    assertThat(web.binds()).containsExactly(new InetSocketAddress(80));
    assertThat(web.forwardedFor()).isEqualTo(ForwardedFor.REPLACE);
    assertThat(web.timeouts().httpRequest()).isEqualTo(Duration.ofSeconds(10));
    Backend app = config.proxy().backends().get(0);
    assertThat(app.servers()).extracting(server -> server.name()).containsExactly("web1", "web2");
    assertThat(app.servers().get(1).address())
        .isEqualTo(new InetSocketAddress(InetAddress.getByName("10.42.0.4"), 80));
    assertThat(config.checks().get(0).policy().inter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.checks().get(0).policy().rise()).isEqualTo(2);
    RouterConfig vip = config.routers().get(0);
    assertThat(vip.vrrp().version()).isEqualTo(VrrpVersion.V3);
    assertThat(vip.vrrp().checksumMode()).isEqualTo(ChecksumMode.PSEUDO_HEADER);
    assertThat(vip.vrrp().preempt()).isTrue();
    assertThat(vip.addresses().get(0)).hasToString("10.42.0.240/24 on eth0");
    assertThat(vip.track()).containsExactly("app");
    assertThat(vip.whenUnhealthy()).isEqualTo(WhenUnhealthy.LOWER);
    assertThat(vip.movers()).extracting(RouterMover::name).containsExactly("linux");
    assertThat(config.status())
        .containsExactly(
            new StatusListener(
                "status",
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8404)),
                "/stats",
                List.of(),
                Duration.ZERO,
                config.name(),
                Set.of()));
  }

  @Test
  void shouldReadEverythingThatCanBeWritten() throws Exception {
    NodeConfig config =
        read(
            """
            mainstay {
              node { name = a, drain = 30s, warm-up = 0s, vrrp-priority = nice }
              status.bind = "127.0.0.1:0"
              proxy { event-loops = 2, transport = io-uring }
              frontends.web {
                bind = [ "127.0.0.1:80", "[::1]:80" ]
                default-backend = app
                forwarded-for = off
                timeouts { client = 1m, http-request = 5s, http-keep-alive = 1s }
              }
              backends.app {
                servers { web1 { address = "10.0.0.1:80", weight = 3 } }
                check = none
                timeouts { connect = 1s, server = 2s }
              }
              backends.api {
                servers { one = "10.0.0.2:80" }
                check = tcp, inter = 1s, fastinter = 100ms, downinter = 5s, rise = 1, fall = 4
                check-timeout = 300ms
              }
              routers.vip {
                interface = eth1, vrid = 7, priority = 255, version = 2, advertisement-interval = 2s
                preempt = false, checksum = message-only, track = [ api ], when-unhealthy = fault
                addresses = [ "10.0.0.9", "10.0.0.10/24" ]
                mover = linux
                mover-settings { form = leased, lease = 3s }
              }
            }
            """);

    assertThat(config.name()).isEqualTo("a");
    assertThat(config.warmUp()).isZero();
    assertThat(config.vrrpPriority()).isEqualTo(VrrpPriority.NICE);
    assertThat(config.proxy().frontends().get(0).binds()).hasSize(2);
    assertThat(config.proxy().backends().get(0).servers().get(0).weight()).isEqualTo(3);
    assertThat(config.checks()).extracting(BackendCheck::backend).containsExactly("api");
    assertThat(config.checks().get(0).policy().downInter()).isEqualTo(Duration.ofSeconds(5));
    RouterConfig vip = config.routers().get(0);
    assertThat(vip.addresses().get(0).prefixLength()).isEqualTo(32);
    assertThat(vip.track()).containsExactly("api");
    assertThat(vip.movers().get(0).settings()).isEqualTo(Map.of("form", "leased", "lease", "3s"));
  }

  @Test
  void shouldTakeDefaultsThatTheFileChanges() throws Exception {
    NodeConfig config = read(SMALLEST + "mainstay.defaults.backend { inter = 7s, rise = 5 }");

    assertThat(config.checks().get(0).policy().inter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.checks().get(0).policy().rise()).isEqualTo(5);
  }

  @Test
  void shouldNameFileAndLineAndTheNearestKeyForAnUnknownOne() {
    assertThat(problems(SMALLEST.replace("priority", "\n priorty")))
        .containsExactly(
            "node.conf:5: unknown key 'mainstay.routers.vip.priorty'; did you mean 'priority'?");
  }

  @Test
  void shouldFindAnUnknownKeyInDefaultsToo() {
    assertThat(problems(SMALLEST + "mainstay.defaults.backend.timeouts.conect = 1s"))
        .containsExactly(
            "node.conf:6: unknown key 'mainstay.backends.app.timeouts.conect'; did you mean"
                + " 'connect'?");
  }

  @Test
  void shouldTellAllMistakesAtOnce() {
    assertThat(
            problems(
                """
                mainstay {
                  frontends.web { bind = "80", default-backend = ap }
                  backends.app {
                    rise = 0
                    inter = soon
                    servers { web1 = "nowhere:80" }
                  }
                  routers.vip { vrid = 256, addresses = [ "vip.example" ], preempt = maybe }
                  colour = blue
                }
                """))
        .containsExactly(
            "node.conf:6: mainstay.backends.app.servers.web1 cannot resolve 'nowhere'; mend the"
                + " name, or write the server's address",
            "node.conf:5: mainstay.backends.app.inter must be a time such as 500ms, 2s or 1m, not"
                + " 'soon'",
            "node.conf:4: mainstay.backends.app.rise must be a whole number from 1 to 10000",
            "node.conf:2: mainstay.frontends.web.bind '80' is not an address with a port, such as"
                + " *:80, 10.0.0.1:80 or [::1]:80",
            "node.conf:2: mainstay.frontends.web.default-backend names no backend: 'ap'; did you"
                + " mean 'app'?",
            "node.conf:8: mainstay.routers.vip.addresses 'vip.example' is not an address such as"
                + " 10.0.0.240/24 or 2001:db8::240/64",
            "node.conf:8: mainstay.routers.vip.interface is missing",
            "node.conf:8: mainstay.routers.vip.vrid must be a whole number from 1 to 255",
            "node.conf:8: mainstay.routers.vip.preempt must be true or false, not 'maybe'",
            "node.conf:9: unknown key 'mainstay.colour'; known here: backends, defaults, frontends,"
                + " log, node, notices, peers, proxy, routers, status, sync-groups");
  }

  @Test
  void shouldRefuseAFrontendThatIsItsOwnServer() {
    assertThat(
            problems(
                """
                mainstay {
                  frontends.web { bind = "*:8080", default-backend = app, mode = tcp }
                  backends.app.servers { web1 = "127.0.0.1:8080" }
                }
                """))
        .containsExactly(
            "node.conf:2: mainstay.frontends.web: frontend web: server web1 of backend app is the"
                + " frontend itself (127.0.0.1:8080); give it another address, or what comes goes"
                + " round in circles");
  }

  @Test
  void shouldRefuseTwoRoutersWithOneNumberOnOneLink() {
    assertThat(
            problems(
                SMALLEST
                    + """
                    mainstay.routers.other {
                      interface = eth0, vrid = 51, addresses = [ "10.42.0.241" ]
                    }
                    """))
        .containsExactly(
            "node.conf:7: mainstay.routers.other.vrid is also that of router 'vip' on the same"
                + " interface; give each its own");
  }

  @Test
  void shouldRefuseWhatTheProtocolCannotCarry() {
    assertThat(problems(SMALLEST.replace("vrid = 51", "vrid = 51, advertisement-interval = 5ms")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip: with VRRP version 3 the interval must be 10 ms to"
                + " 40.95 s in steps of 10 ms");
  }

  private static String router(String settings) {
    return SMALLEST.replace("vrid = 51", "vrid = 51\n" + settings + "\n");
  }

  @Test
  void shouldRefuseMembersOfASyncGroupWithDifferentPriorities() {
    String pair =
        router("sync-group = pair")
            .replace(
                "routers.vip",
                """
                routers.second { interface = eth0, vrid = 52, priority = 140, sync-group = pair, addresses = ["10.42.0.241/24"] }
                routers.vip""");

    assertThat(problems(pair))
        .singleElement()
        .asString()
        .contains("priority is 1", "give all members of sync group 'pair' the same");
  }

  @Test
  void shouldNotShowSecretsInWhatItUnderstood(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("node.conf"), router("version = 2, password = s3cret"));

    assertThat(reader.effective(file, (mover, setting) -> false, reader.read(file)))
        .contains("password=\"***\"")
        .doesNotContain("s3cret");
  }

  @Test
  void shouldShowNoUserAndPasswordOfAnAddress(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            """
            mainstay {
              frontends.web { bind = "127.0.0.1:0", default-backend = app }
              backends.app {
                check = [ docker, "engine=tcp://me:s3cret@10.0.0.9:2375" ]
                servers-from.docker.engine = "tcp://me:s3cret@10.0.0.9:2375"
              }
              routers.vip {
                interface = eth0, vrid = 51, addresses = [ "10.42.0.240" ], mover = docker
                mover-settings { network = vip, engine = "tcp://me:s3cret@10.0.0.9:2375" }
              }
            }
            """);

    assertThat(reader.effective(file, (mover, setting) -> true, reader.read(file)))
        .contains(
            "\"engine=tcp://***@10.0.0.9:2375\"",
            "engine=\"tcp://***@10.0.0.9:2375\"",
            "network=vip")
        .doesNotContain("s3cret");
  }

  @Test
  void shouldShowOnlyThoseSettingsOfAMoverThatItDeclaresToBeNoSecrets(@TempDir Path folder)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            router(
                "mover = cloud, mover-settings { api-pass = s3cret, pin = 4711, region = here }"));

    assertThat(
            reader.effective(
                file, (mover, name) -> (mover + name).equals("cloudregion"), reader.read(file)))
        .contains("api-pass=\"***\"", "pin=\"***\"", "region=here")
        .doesNotContain("s3cret", "4711");
  }

  @Test
  void shouldShowOnlyTheDeclaredSettingsOfEachOfSeveralMovers(@TempDir Path folder)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            router(
                "mover = [ linux, cloud ], mover-settings {"
                    + " linux { form = leased }, cloud { pin = 4711, region = here, form = 0815 } }"));

    assertThat(
            reader.effective(
                file,
                (m, s) -> List.of("linuxform", "cloudregion").contains(m + s),
                reader.read(file)))
        .contains("form=leased", "pin=\"***\"", "region=here")
        .doesNotContain("4711", "0815");
  }

  @Test
  void shouldReadWhatAnElectionCanBeTold() throws Exception {
    var vrrp =
        read(router(
                """
                version = 2, preempt-delay = 30s, startup-delay = 5s, hand-over = 0s
                password = s3cret, sync-group = pair
                excluded-addresses = [ "10.42.1.1/24", "2001:db8::1/64" ]
                announcements { repeat = 3, interval = 50ms, delay = 0s, refresh = 60s }
                unicast { source = "10.42.0.1", peers { b = "10.42.0.2", c { address = "10.43.0.3", minimum-ttl = 254 } } }
                """))
            .routers()
            .get(0);

    assertThat(vrrp.vrrp().preemption()).isEqualTo(Preemption.after(Duration.ofSeconds(30)));
    assertThat(vrrp.vrrp().startupDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(vrrp.vrrp().handOver()).isZero();
    assertThat(vrrp.vrrp().password()).contains(PlainPassword.of("s3cret"));
    assertThat(vrrp.vrrp().syncGroup()).contains("pair");
    assertThat(vrrp.addresses()).hasSize(3);
    assertThat(vrrp.vrrp().addresses()).hasSize(1);
    assertThat(vrrp.vrrp().announcements().repeat()).isEqualTo(3);
    assertThat(vrrp.vrrp().announcements().lowerPriorityRepeat()).isEqualTo(5);
    Unicast unicast = vrrp.vrrp().unicast().orElseThrow();
    assertThat(unicast.source()).contains(InetAddress.getByName("10.42.0.1"));
    assertThat(unicast.peers()).extracting(Unicast.Peer::minimumTtl).containsExactly(255, 254);
  }

  @Test
  void shouldReadHowTheProxyCarriesAndBalances() throws Exception {
    NodeConfig config =
        read(
            """
            mainstay {
              frontends.db {
                bind = "*:5432", default-backend = db, mode = tcp, trusted-proxies = "10.0.0.0/8"
              }
              backends.db {
                servers { one = "10.0.0.1:5432" }
                balance = least-conn, retries = 1, timeouts.tunnel = 2h
              }
            }
            """);

    assertThat(config.proxy().frontends().get(0).mode()).isEqualTo(FrontendMode.TCP);
    assertThat(config.proxy().frontends().get(0).trustedProxies())
        .containsExactly(AddressRange.parse("10.0.0.0/8"));
    assertThat(config.proxy().backends().get(0).balance()).isEqualTo(Balance.LEAST_CONN);
    assertThat(config.proxy().backends().get(0).retry().retries()).isEqualTo(1);
    assertThat(config.proxy().backends().get(0).timeouts().tunnel()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void shouldReadTheLinkToThePeers() throws Exception {
    NodeConfig config =
        read(
            SMALLEST
                + """
                mainstay.peers {
                  listen = "10.42.0.1:8405", nodes = [ "10.42.0.1:8405", "10.42.0.2:8405" ]
                  key = "sixteen characters"
                }
                """);

    assertThat(config.peers().orElseThrow().peers())
        .containsExactly(new InetSocketAddress(InetAddress.getByName("10.42.0.2"), 8405));
    assertThat(config.peers().orElseThrow().toString()).doesNotContain("sixteen");
  }

  @Test
  void shouldRefuseALinkThatProvesNothing() {
    String link = "mainstay.peers { listen = \"10.42.0.1:1\", nodes = [ \"10.42.0.2:1\" ] ";

    assertThat(problems(SMALLEST + link + "}"))
        .containsExactly("node.conf:6: mainstay.peers: needs one of key, key-file and key-store");
    assertThat(problems(SMALLEST + link + ", key = short }"))
        .containsExactly(
            "node.conf:6: mainstay.peers.key cannot be used: the peer link's key must have at least"
                + " 16 characters; make one with: openssl rand -base64 24");
    assertThat(problems(SMALLEST + link + ", key-file = /no/such/file }"))
        .containsExactly(
            "node.conf:6: mainstay.peers.key-file cannot be read: /no/such/file (no such file)");
  }

  @Test
  void shouldElectWithoutAnyAddressWhenTheListIsEmpty() throws Exception {
    NodeConfig config =
        read(
            """
            mainstay.routers.leader {
              interface = eth0, vrid = 9, addresses = [], family = ipv6
            }
            """);

    assertThat(config.routers().get(0).vrrp().family()).isEqualTo(AddressFamily.IPV6);
    assertThat(config.routers().get(0).movers()).isEmpty();
  }

  @Test
  void shouldRefuseWhatAnElectionCannotDo() {
    assertThat(problems(router("password = longer-than-eight, version = 2")))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.password a PASS password must have 1 to 8"
                + " characters, not 17; an advertisement carries only eight");
    assertThat(problems(router("password = secret")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip: VRRP version 3 has no authentication; remove the"
                + " password, or use version 2 on all nodes");
    assertThat(problems(router("preempt = false, preempt-delay = 3s, when-unhealthy = fault")))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.preempt-delay a preemption delay makes no sense"
                + " without preemption");
    assertThat(problems(router("unicast { peers {} }")))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.unicast unicast needs at least one peer");
  }

  @Test
  void shouldRefuseAFileWithoutAnythingToDo() {
    assertThat(problems("mainstay { }"))
        .containsExactly(
            "node.conf:1: mainstay: there is nothing to do: no frontends and no routers");
  }

  @Test
  void shouldNameTheLineOfASyntaxError() {
    assertThat(problems("mainstay {\n  frontends.web { bind = [ }\n}\n"))
        .singleElement()
        .asString()
        .startsWith("node.conf:2: ")
        .doesNotContain("\n");
  }

  @Test
  void shouldSayThatABraceIsMissing() {
    assertThat(problems("mainstay {\n  frontends.web {\n"))
        .singleElement()
        .asString()
        .endsWith("a '}' is missing before the end of the file");
  }

  @Test
  void shouldNameTheLineOfAVariableThatHasNoValue() {
    assertThat(problems("mainstay {\n\n  node.name = ${MAINSTAY_NO_SUCH_VARIABLE}\n}\n"))
        .singleElement()
        .asString()
        .startsWith("node.conf:3: ")
        .contains("MAINSTAY_NO_SUCH_VARIABLE");
  }

  @Test
  void shouldSayThatAFileIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("missing.conf");
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read(file));

    assertThat(refused)
        .hasMessage(file + ": cannot be read; does the file exist, and may you read it?");
  }

  @Test
  void shouldPrintTheWholeConfigurationSoThatItReadsBackTheSame(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("node.conf"), SMALLEST);

    String effective = reader.effective(file, (mover, setting) -> false, reader.read(file));

    assertThat(effective).contains("advertisement-interval").contains("http-keep-alive");
    assertThat(read(effective).routers().get(0).vrrp())
        .isEqualTo(reader.read(file).routers().get(0).vrrp());
    assertThat(read(effective).proxy()).isEqualTo(reader.read(file).proxy());
  }

  @Test
  void shouldSayWhatMustBeAnObjectWhenTheFileHasAnotherValueThere() {
    assertThat(problems("mainstay = [ 1 ]"))
        .containsExactly("node.conf:1: mainstay must be an object { … }, not a list");
    assertThat(problems(SMALLEST + "mainstay.defaults = 5"))
        .containsExactly("node.conf:6: mainstay.defaults must be an object { … }, not '5'");
    assertThat(problems(SMALLEST + "mainstay.defaults.backend = tcp"))
        .containsExactly(
            "node.conf:6: mainstay.defaults.backend must be an object { … }, not 'tcp'");
  }

  @Test
  void shouldRefuseListsThatNeedAnEntryAndHaveNone() {
    assertThat(problems(SMALLEST.replace("\"*:80\"", "[]").replace("[ \"10.42.0.240/24\" ]", "[]")))
        .containsExactly(
            "node.conf:2: mainstay.frontends.web.bind needs at least one entry",
            "node.conf:4: mainstay.routers.vip.addresses needs at least one entry, or family = ipv4"
                + " beside it to elect only");
  }

  @Test
  void shouldRefuseTimesBeyondWhatTimersTake() {
    assertThat(
            problems(
                SMALLEST
                    + """
                    mainstay.node.drain = 99999999999999d
                    mainstay.defaults.frontend.timeouts.client = 25d
                    """))
        .containsExactly(
            "node.conf:6: mainstay.node.drain must be at most 24d",
            "node.conf:7: mainstay.frontends.web.timeouts.client must be at most 24d");
  }

  @Test
  void shouldRefuseNumbersThatAreNotWhole() {
    assertThat(problems(SMALLEST.replace("vrid = 51", "vrid = 51.5")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.vrid must be a whole number from 1 to 255");
    assertThat(problems(SMALLEST.replace("vrid = 51", "vrid = 99999999999999999999")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.vrid must be a whole number from 1 to 255");
  }

  @Test
  void shouldRefuseAFileThatIsNestedTooDeep(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("deep.conf");
    Files.writeString(file, "a = " + "[".repeat(50_000) + "]".repeat(50_000));

    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read(file));

    assertThat(refused.problems())
        .extracting(ConfigProblem::toString)
        .containsExactly(file + ": is nested too deep");
  }

  @Test
  void shouldTellEachProblemInOneLine() {
    assertThat(
            problems(
                SMALLEST.replace("\"http GET / 200\"", "tcp")
                    + "mainstay.backends.app.servers.web3 = \"a\\nb\\u001b[2J:80\""))
        .singleElement()
        .asString()
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void shouldRefuseAddressesAndInterfacesThatCannotBe() {
    assertThat(
            problems(
                SMALLEST
                    .replace("eth0", "averyveryverylongname0")
                    .replace("10.42.0.240/24", "224.0.0.18\", \"0.0.0.0\", \"255.255.255.255")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.addresses '224.0.0.18' is not an address that a host"
                + " can own",
            "node.conf:4: mainstay.routers.vip.addresses '0.0.0.0' is not an address that a host"
                + " can own",
            "node.conf:4: mainstay.routers.vip.addresses '255.255.255.255' is not an address that a"
                + " host can own",
            "node.conf:4: mainstay.routers.vip.interface 'averyveryverylongname0' cannot be the"
                + " name of an interface");
  }

  @Test
  void shouldKnowKeepalivedsWords() {
    String unknown = "node.conf:5: unknown key 'mainstay.routers.vip.";
    assertThat(problems(router("virtual_router_id = 51")))
        .containsExactly(
            unknown + "virtual_router_id'; keepalived's virtual_router_id is 'vrid' here");
    assertThat(problems(router("virtual-router-id = 51")))
        .containsExactly(
            unknown + "virtual-router-id'; keepalived's virtual-router-id is 'vrid' here");
    assertThat(problems(router("advert_int = 1s")))
        .containsExactly(
            unknown + "advert_int'; keepalived's advert_int is 'advertisement-interval' here");
    assertThat(problems(router("virtual_ipaddress = []")))
        .containsExactly(
            unknown + "virtual_ipaddress'; keepalived's virtual_ipaddress is 'addresses' here");
    assertThat(problems(router("state = MASTER")))
        .containsExactly(unknown + "state'; priority decides who is master");
    assertThat(problems(router("prio = 101")))
        .containsExactly(unknown + "prio'; did you mean 'priority'?");
  }

  @Test
  void shouldSpeakOfTheAddressThatIsWrong() {
    assertThat(problems(SMALLEST.replace("10.42.0.240/24", "10.42.0.999/24")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.addresses '10.42.0.999/24' is not an address such as"
                + " 10.0.0.240/24 or 2001:db8::240/64");
    assertThat(problems(SMALLEST.replace("*:80", "nowhere:80")))
        .containsExactly(
            "node.conf:2: mainstay.frontends.web.bind cannot resolve 'nowhere'; mend the name, or"
                + " write one of this host's addresses");
  }

  @Test
  void shouldSayThatAStarMustBeQuoted() {
    assertThat(problems(SMALLEST.replace("\"*:80\"", "*:80")))
        .containsExactly("node.conf:2: '*' is not allowed outside quotes; quote it: \"*:80\"");
    assertThat(problems(SMALLEST.replace("\"*:80\"", "[ *:80 ]")))
        .containsExactly("node.conf:2: '*' is not allowed outside quotes; quote it: \"*:80\"");
    assertThat(problems(SMALLEST.replace("\"*:80\"", "web@80")))
        .containsExactly("node.conf:2: '@' is not allowed outside quotes; quote the whole value");
  }

  @Test
  void shouldSayThatANumberAloneIsMilliseconds() throws Exception {
    assertThat(problems(router("advertisement-interval = 1")))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.advertisement-interval 1 means 1ms here; write 1s");
    assertThat(
            read(SMALLEST + "mainstay.backends.app { inter = 2000, fastinter = 2s }\n").warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "node.conf:6: mainstay.backends.app.inter 2000 means 2000ms; write the unit");
    assertThat(read(router("preempt-delay = 0")).warnings()).isEmpty();
  }

  @Test
  void shouldTellTheMoverOfTheVirtualMacAndOfWhatIsNotAccepted() throws Exception {
    RouterConfig plain = read(SMALLEST).routers().get(0);
    RouterConfig vip =
        read(router("virtual-mac = true, accept = false, mover-settings.form = leased"))
            .routers()
            .get(0);

    assertThat(plain.virtualMac()).isFalse();
    assertThat(plain.movers().get(0).settings()).isEmpty();
    assertThat(vip.virtualMac()).isTrue();
    assertThat(vip.movers().get(0).settings())
        .isEqualTo(Map.of("form", "leased", "virtual-mac", "ipv4/51", "accept", "false"));
    assertThat(read(router("accept = false")).warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.accept drops what clients send to the virtual"
                + " addresses, so they reach no frontend through them");
  }

  @Test
  void shouldLetTheOwnerAccept() throws Exception {
    NodeConfig owner = read(router("accept = false").replace("priority = 101", "priority = 255"));

    assertThat(owner.routers().get(0).movers().get(0).settings()).isEmpty();
    assertThat(owner.warnings())
        .extracting(ConfigProblem::toString)
        .contains(
            "node.conf:5: mainstay.routers.vip.accept means nothing with priority 255: the owner"
                + " of the addresses takes what is sent to them");
  }

  @Test
  void shouldRefuseAVirtualMacAndAcceptThatNobodyWouldCarryOut() {
    String where = "node.conf:5: mainstay.routers.vip.";
    assertThat(problems(router("virtual-mac = true, accept = false, mover = none")))
        .containsExactlyInAnyOrder(
            where
                + "virtual-mac needs mover = linux, which makes the device with that address; the"
                + " mover is 'none'",
            where + "accept needs mover = linux, which drops the packets; the mover is 'none'");
    assertThat(
            problems(
                router("virtual-mac = true, family = ipv4")
                    .replace("[ \"10.42.0.240/24\" ]", "[]")))
        .containsExactly(
            where + "virtual-mac means nothing to a router that elects only; remove it");
    assertThat(problems(router("mover-settings { virtual-mac = \"ipv4/51\" }")))
        .containsExactly(
            where
                + "mover-settings.virtual-mac belongs to the router itself, beside mover-settings");
  }

  @Test
  void shouldSayThatEachFamilyNeedsARouter() {
    assertThat(
            problems(SMALLEST.replace("\"10.42.0.240/24\"", "\"10.42.0.240/24\", \"2001:db8::1\"")))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.addresses has IPv4 and IPv6: one virtual router per"
                + " family; give the IPv6 addresses a router of their own");
  }

  @Test
  void shouldNameAnEmptyFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("empty.conf"), "");
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read(file));

    assertThat(refused)
        .hasMessage(file + ":1: mainstay: there is nothing to do: no frontends and no routers");
  }

  @Test
  void shouldRefuseTwoListenersInOnePlace() {
    assertThat(
            problems(
                SMALLEST
                    + """
                    mainstay.frontends.api { bind = [ "127.0.0.1:8404", "*:80" ], default-backend = app }
                    """))
        .containsExactly(
            "node.conf:6: mainstay.frontends.api.bind of frontend 'api' is also that of status;"
                + " give each its own port",
            "node.conf:6: mainstay.frontends.api.bind of frontend 'api' is also that of frontend"
                + " 'web'; give each its own port");
  }

  @Test
  void shouldRefuseAPortTakenOnAllAddressesAndOnOne() {
    assertThat(
            problems(
                SMALLEST
                    + """
                    mainstay.frontends.api { bind = "127.0.0.1:80", default-backend = app }
                    mainstay.frontends.all { bind = "*:8404", default-backend = app }
                    """))
        .containsExactlyInAnyOrder(
            "node.conf:6: mainstay.frontends.api.bind of frontend 'api' takes port 80, which"
                + " frontend 'web' takes too, and one of them on all addresses; give each its own"
                + " port, or name the addresses",
            "node.conf:7: mainstay.frontends.all.bind of frontend 'all' takes port 8404, which"
                + " status takes too, and one of them on all addresses; give each its own port, or"
                + " name the addresses");
  }

  @Test
  void shouldLetAMovingAddressHaveAPortBesideAllAddresses() throws Exception {
    NodeConfig config =
        read(
            SMALLEST
                + """
                mainstay.frontends.vip { bind = "10.42.0.240:80", default-backend = app }
                """);

    assertThat(config.proxy().frontends()).hasSize(2);
  }

  @Test
  void shouldNameARequiredIncludeThatIsMissing(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("node.conf"), "include required(\"no-such.conf\")");
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read(file));

    assertThat(refused)
        .hasMessage(
            file
                + ": the included file 'no-such.conf' is not there, or may not be read; mend its"
                + " name, or leave required(...) out if it may be missing");
  }

  @Test
  void shouldSayHowToWriteABackendWhereThereIsNone() {
    assertThat(problems("mainstay.frontends.web { bind = \"*:80\", default-backend = app }"))
        .containsExactly(
            "node.conf:1: mainstay.frontends.web.default-backend names no backend: 'app'; there"
                + " are none: write backends { app { servers { ... } } }");
  }

  @Test
  void shouldWarnOfAnInterfaceThatThisHostDoesNotHave() throws Exception {
    HostNetworks host =
        new HostNetworks() {
          @Override
          public Optional<List<AddressRange>> of(String interfaceName) {
            return Optional.empty();
          }

          @Override
          public List<String> interfaces() {
            return List.of("lo", "eth1");
          }
        };
    NodeConfigReader reader = new NodeConfigReader(NodeConfigReaderTest::resolve, host);

    assertThat(reader.readText(SMALLEST, "node.conf").warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "node.conf:4: this host has no interface eth0, and the router stays in fault while that"
                + " is so; it has lo, eth1");
    assertThat(reader.readText(SMALLEST.replace("eth0", "eth1"), "node.conf").warnings()).isEmpty();
  }

  private List<String> warnings(String text, String... networks) throws Exception {
    List<AddressRange> own = new ArrayList<>();
    for (String network : networks) {
      String[] parts = network.split("/", 2);
      own.add(new AddressRange(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1])));
    }
    HostNetworks host =
        name -> name.equals("eth0") ? Optional.of(own) : Optional.<List<AddressRange>>empty();
    return new NodeConfigReader(NodeConfigReaderTest::resolve, host)
        .readText(text, "node.conf").warnings().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void shouldWarnOfAnAddressThatHostsWillNotReachThroughItsInterface() throws Exception {
    assertThat(warnings(SMALLEST, "192.0.2.2/24", "2001:db8::1/64"))
        .containsExactly(
            "node.conf:4: eth0 has no address in 10.42.0.0/24; hosts there will not reach"
                + " 10.42.0.240 through it");
    assertThat(warnings(SMALLEST, "10.42.0.2/24")).isEmpty();
    assertThat(warnings(SMALLEST.replace("eth0", "eth7"), "192.0.2.2/24")).isEmpty();
    assertThat(warnings(router("mover = none"), "192.0.2.2/24")).isEmpty();
    assertThat(warnings(router("mover = [ linux, cloud ]"), "192.0.2.2/24")).isEmpty();
    assertThat(warnings(router("mover-settings.device = eth7"), "192.0.2.2/24")).isEmpty();
  }
}
