package io.mainstay.node.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A node with a reserved IP on a host without its anchor: binds the anchor while it is master. */
final class AnchorInside {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String API = "http://127.0.0.1:" + AnchorApi.PORT;

  private AnchorInside() {}

  /** Arguments: Mainstay's command. */
  public static void main(String[] args) {
    LabEnclosure.inside(() -> play(List.of(args)));
  }

  private static int play(List<String> command) {
    LabHost host = LabNetwork.create().a();
    host.start("api", api(), line -> {});
    await("the API answers", () -> get(host, "/metadata/v1/id").equals("7"));
    LabNode node = new MainstayNode(host, 150, command, configuration());
    node.start();
    await("the anchor is bound", () -> isBound(host));
    await("the droplet is assigned", () -> reserved(host).contains("\"droplet\":{\"id\":7}"));
    if (host.run("ip", "-o", "address", "show").contains(AnchorApi.RESERVED)) {
      throw new LabException("the reserved IP itself is bound, where nothing arrives for it");
    }
    host.run("ip", "address", "del", AnchorApi.ANCHOR + "/16", "dev", "eth0");
    await("the anchor is bound again after somebody removed it", () -> isBound(host));
    node.terminate();
    await("the anchor is gone with the node", () -> !isBound(host) && !node.isAlive());
    return 0;
  }

  private static List<String> api() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        AnchorApi.class.getName());
  }

  private static boolean isBound(LabHost host) {
    return host.run("ip", "-o", "address", "show", "dev", "eth0")
        .contains(" " + AnchorApi.ANCHOR + "/16 ");
  }

  private static String reserved(LabHost host) {
    return get(host, "/v2/reserved_ips/" + AnchorApi.RESERVED);
  }

  private static String get(LabHost host, String path) {
    return host.run("sh", "-c", "curl -s -m 5 \"$1\" || true", "sh", API + path);
  }

  private static String configuration() {
    return """
    mainstay {
      status.bind = "127.0.0.1:8404"
      routers.vip {
        interface = eth0, vrid = 51, priority = 150, addresses = [ "RESERVED/32" ]
        mover = [ linux, digitalocean ]
        mover-settings {
          linux { form = leased }
          digitalocean { token = "not-shown", api-url = "API", metadata-url = "API" }
        }
      }
    }
    """
        .replace("RESERVED", AnchorApi.RESERVED)
        .replace("API", API);
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Patience.until(condition, LIMIT)) {
      throw new LabException("never: " + what);
    }
    System.out.println(what);
  }
}
