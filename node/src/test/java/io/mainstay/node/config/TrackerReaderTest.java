package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mainstay.health.CheckSpec;
import io.mainstay.node.track.Tracker;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerSubject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerReaderTest {
  private final NodeConfigReader reader = new NodeConfigReader(HostResolver.SYSTEM);

  /** A file whose trackers begin at line 5. */
  private static String file(String router, String trackers) {
    return """
    mainstay {
      frontends.web { bind = "*:80", default-backend = app }
      backends.app { servers { web1 = "10.0.0.3:80", web2 = "10.0.0.4:80" } }
      routers.vip { interface = eth0, vrid = 51, addresses = [ "10.0.0.240" ], ROUTER, trackers {
    TRACKERS
    } } }
    """
        .replace("ROUTER", router)
        .replace("TRACKERS", trackers);
  }

  private NodeConfig read(String router, String trackers) throws InvalidConfigException {
    return reader.readText(file(router, trackers), "node.conf");
  }

  private Tracker tracker(String written) throws InvalidConfigException {
    return read("priority = 101", "t { " + written + " }").routers().get(0).trackers().get(0);
  }

  private List<String> problems(String router, String trackers) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(router, trackers));
    assertThat(refused).as("is accepted: %s %s", router, trackers).isNotNull();
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }

  private List<String> warnings(String router, String trackers) throws InvalidConfigException {
    return read(router, trackers).warnings().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void shouldReadEveryKindOfSubject() throws Exception {
    assertThat(tracker("interface = eth1").subject())
        .isEqualTo(new TrackerSubject.Interface("eth1"));
    assertThat(tracker("process = haproxy").subject())
        .isEqualTo(new TrackerSubject.NamedProcess(List.of("haproxy")));
    assertThat(tracker("process = [ java, \"-jar\", \"a b.jar\" ]").subject())
        .isEqualTo(new TrackerSubject.NamedProcess(List.of("java", "-jar", "a b.jar")));
    assertThat(tracker("pid-file = \"/run/x.pid\"").subject())
        .isEqualTo(new TrackerSubject.PidFile(Path.of("/run/x.pid"), List.of()));
    assertThat(tracker("pid-file = \"/run/x.pid\", process = x").subject())
        .isEqualTo(new TrackerSubject.PidFile(Path.of("/run/x.pid"), List.of("x")));
    assertThat(tracker("file = \"/etc/gate\"").subject())
        .isEqualTo(new TrackerSubject.ExistingFile(Path.of("/etc/gate")));
    assertThat(tracker("script = [ \"/bin/sh\", \"-c\", \"exit 0\" ]").subject())
        .isEqualTo(new TrackerSubject.Script(List.of("/bin/sh", "-c", "exit 0"), null));
    assertThat(tracker("script = \"/bin/ls  /tmp\", user = nobody").subject())
        .isEqualTo(new TrackerSubject.Script(List.of("/bin/ls", "/tmp"), "nobody"));
    assertThat(tracker("check = \"http GET /\", address = \"10.0.0.53:80\"").subject())
        .isEqualTo(
            new TrackerSubject.Check(
                CheckSpec.parse("http GET /"),
                new InetSocketAddress(InetAddress.getByName("10.0.0.53"), 80)));
    assertThat(tracker("server = \"app/web1\"").subject())
        .isEqualTo(new TrackerSubject.Server("app", "web1"));
    assertThat(tracker("backend = app, at-least = 2").subject())
        .isEqualTo(new TrackerSubject.UsableServers("app", 2));
    assertThat(tracker("frontend = web").subject()).isEqualTo(new TrackerSubject.Listening("web"));
    assertThat(tracker("event-loop-lag = 50ms").subject())
        .isEqualTo(new TrackerSubject.EventLoopLag(Duration.ofMillis(50)));
  }

  @Test
  void shouldReadTheEffectAndHowOftenItIsProbed() throws Exception {
    Tracker script =
        tracker(
            "script = \"/bin/true\", interval = 5s, timeout = 500ms, rise = 2, fall = 4,"
                + " weight = -30, reverse = true");

    assertThat(script.effect()).isEqualTo(new TrackerEffect.Weight(-30));
    assertThat(script.reverse()).isTrue();
    assertThat(script.policy().inter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(script.policy().unsettledInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(script.policy().effectiveTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(script.policy().rise()).isEqualTo(2);
    assertThat(script.policy().fall()).isEqualTo(4);
    assertThat(script.location()).isEqualTo("node.conf:5");
  }

  @Test
  void shouldMeanFaultWithoutAWeightAndTakeTheDefaultsOfTheKind() throws Exception {
    Tracker uplink = tracker("interface = eth1");

    assertThat(uplink.effect()).isEqualTo(new TrackerEffect.Fault());
    assertThat(uplink.policy().inter()).isEqualTo(Duration.ofMillis(100));
    assertThat(tracker("script = \"/bin/true\"").policy().inter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(tracker("file = \"/x\", weight = content").effect())
        .isEqualTo(new TrackerEffect.Content());
  }

  @Test
  void shouldKeepTheShortFormBesideTrackers() throws Exception {
    RouterConfig vip = read("track = [ app ]", "a.interface = eth1").routers().get(0);

    assertThat(vip.track()).containsExactly("app");
    assertThat(vip.trackers()).extracting(Tracker::name).containsExactly("a", "frontend:web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "weight = -5 | : says not what it watches; give it one of interface, process, pid-file, file,"
            + " script, check, server, backend, frontend, proxy, event-loop-lag",
        "interface = eth1, file = \"/x\" | : watches more than one thing: interface, file; make a"
            + " tracker of each",
        "interface = \"\" | .interface is empty",
        "interface = eth1, weight = 0 | .weight 0 would change nothing; leave weight out if a failure"
            + " shall mean fault, as 0 does in keepalived, or write -253 to -1 or 1 to 253",
        "interface = eth1, weight = -254 | .weight must be a whole number from -253 to 253",
        "interface = eth1, weight = content | .weight can be content only for a file; write a number",
        "file = \"/x\", weight = content, reverse = true | .reverse has no meaning beside weight ="
            + " content; negate the number",
        "file = gate | .file 'gate' is not absolute; a path must not depend on where the node starts",
        "process = \"a ; b\" | .process has a character that only a shell would read, and there is"
            + " none; write a list of words: [ \"/path/program\", \"argument\" ]",
        "script = \"check.sh\" | .script 'check.sh' is not absolute; name the program by its whole"
            + " path",
        "script = \"/no/such\" | .script /no/such does not exist",
        "script = \"/etc\" | .script /etc is a directory, not a program",
        "script = \"/etc/passwd\" | .script /etc/passwd is not executable; chmod +x it",
        "script = \"/bin/true\", user = nobdy | .user names no user of this host: 'nobdy'",
        "script = \"/bin/true\", rise = 0 | .rise must be a whole number from 1 to 10000",
        "script = \"/bin/true\", interval = 2d | : cannot be probed so: inter must be 1 ms to 1 day,"
            + " not 172800000 ms",
        "check = \"TCP\", address = \"10.0.0.1:1\" | .check cannot be used: a check starts with its"
            + " kind, such as tcp or http, not 'TCP'",
        "check = tcp | .address is missing",
        "server = \"app/web9\" | .server names no server of a backend, such as app/web1",
        "backend = ap | .backend names no backend: 'ap'",
        "backend = app, at-least = 3 | .at-least is 3, but backend app has only 2 servers: it could"
            + " never be ok",
        "frontend = app | .frontend names no frontend: 'app'",
      })
  void shouldRefuseATrackerWith(String written, String message) {
    assertThat(problems("priority = 101", "t { " + written + " }"))
        .contains("node.conf:5: mainstay.routers.vip.trackers.t" + message);
  }

  @Test
  void shouldRefuseKeysOfOtherKinds() {
    assertThat(problems("priority = 101", "t { interface = eth1, usr = nobody }"))
        .containsExactly(
            "node.conf:5: unknown key 'mainstay.routers.vip.trackers.t.usr'; known here: down-interval,"
                + " fall, interface, interval, reverse, rise, timeout, weight");
  }

  @Test
  void shouldRefuseTwoTrackersOfOneThing() {
    assertThat(
            problems(
                "priority = 101", "a { interface = eth1 }\nb { interface = eth1, weight = -5 }"))
        .containsExactly(
            "node.conf:6: mainstay.routers.vip.trackers.b: watches the same as tracker 'a', so it"
                + " would count twice; keep one of them");
  }

  @Test
  void shouldRefuseABackendTrackedTwice() {
    assertThat(problems("track = [ app, app ]", ""))
        .containsExactly("node.conf:4: mainstay.routers.vip.track names 'app' twice");
  }

  @Test
  void shouldRefuseWeightsOfARouterThatDoesNotPreempt() {
    assertThat(
            problems(
                "preempt = false, when-unhealthy = fault", "a { interface = eth1, weight = -5 }"))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.trackers.a.weight cannot work with preempt = false:"
                + " lowering a master's priority moves the addresses only because a backup preempts"
                + " it, and a router with preempt = false never does; leave weight out so that a"
                + " failure means fault (the master resigns and a backup takes over at once), or set"
                + " preempt = true");
  }

  @Test
  void shouldRefuseWeightsOfAnOwner() {
    assertThat(problems("priority = 255", "a { file = \"/x\", weight = content }"))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.trackers.a.weight has no effect: the owner of its"
                + " addresses always advertises 255 (RFC 9568 Section 5.2.4); leave weight out so"
                + " that a failure means fault, or give the router a priority of 254 or less");
  }

  @Test
  void shouldAcceptFaultsOfAnOwnerAndWithoutPreemption() throws Exception {
    assertThat(warnings("priority = 255", "a { interface = eth1 }")).isEmpty();
    assertThat(warnings("preempt = false, when-unhealthy = fault", "a { interface = eth1 }"))
        .isEmpty();
  }

  @Test
  void shouldRefuseWeightsThatTogetherNeverUndercutThePeer() {
    assertThat(
            problems(
                "priority = 150, peer-priority = 100",
                "a { interface = eth1, weight = -20 }\nb { interface = eth2, weight = 30 }"))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.peer-priority 100 is never undercut: with every weight"
                + " lost this node still has 100; make the weights 51 or more together");
  }

  @Test
  void shouldWarnOfAWeightThatAloneDoesNotUndercutThePeer() throws Exception {
    assertThat(
            warnings(
                "priority = 101, peer-priority = 100",
                "a { interface = eth1, weight = -1 }\nb { interface = eth2, weight = -2 }"))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.trackers.a.weight of 1 does not bridge the gap to"
                + " peer-priority 100 alone: its failure leaves 100 and moves nothing; 2 or more"
                + " would");
  }

  @Test
  void shouldRefuseEqualPriorities() {
    assertThat(problems("priority = 100, peer-priority = 100", ""))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.peer-priority is also this node's priority: the higher"
                + " address would decide, and a weight of the other; give one node more");
  }

  @Test
  void shouldSayNothingOfThePeerOfALowerNode() throws Exception {
    assertThat(
            warnings("priority = 99, peer-priority = 100", "a { interface = eth1, weight = -1 }"))
        .isEmpty();
  }

  @Test
  void shouldWarnOfAPriorityThatAnUnhealthyNodeCouldBeat() throws Exception {
    assertThat(warnings("priority = 25", ""))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.priority 25 is not above 25, to which an unhealthy node"
                + " with priority 254 goes down, so that one could win; give healthy nodes 26 or"
                + " more");
    assertThat(warnings("priority = 26", "")).isEmpty();
    assertThat(warnings("priority = 1, track = []", "")).isEmpty();
  }

  @Test
  void shouldWarnThatAnUnhealthyMasterStaysWithoutPreemption() throws Exception {
    assertThat(warnings("preempt = false", ""))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.preempt = false: this router does not take over from a"
                + " master whose priority only goes down, so an unhealthy master keeps the addresses"
                + " while it lives; set when-unhealthy = fault, or preempt = true");
  }

  @Test
  void shouldWarnOfPositiveWeightsBeyondTheHighestPriority() throws Exception {
    assertThat(warnings("priority = 250", "a { interface = eth1, weight = 10 }"))
        .containsExactly(
            "node.conf:4: mainstay.routers.vip.priority 250 and all positive weights make 260, which is"
                + " cut to 254, so a lost weight would lower it by less than it says; lower the"
                + " priority or the weights");
  }

  @Test
  void shouldWarnOfTheRoutersOwnInterface() throws Exception {
    assertThat(warnings("priority = 101", "a { interface = eth0 }"))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.trackers.a watches the router's own interface, which is"
                + " followed anyway: without it the router is in fault");
  }

  @Test
  void shouldWarnOfAScriptThatAnyoneMayChange(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("check"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xrwx"));

    assertThat(warnings("priority = 101", "a { script = \"" + script + "\" }"))
        .containsExactly(
            "node.conf:5: mainstay.routers.vip.trackers.a.script "
                + script
                + " can be changed by any user of this host; chmod o-w it");
  }

  @Test
  void shouldPrintTheDefaultsOfTrackers(@TempDir Path folder) throws Exception {
    Path written =
        Files.writeString(
            folder.resolve("node.conf"), file("priority = 101", "a { interface = eth1 }"));

    String effective = reader.effective(written, (mover, setting) -> false, reader.read(written));

    assertThat(effective).contains("interval=\"100ms\"");
    assertThat(reader.readText(effective, "effective").routers().get(0).trackers().get(0).policy())
        .isEqualTo(reader.read(written).routers().get(0).trackers().get(0).policy());
  }
}
