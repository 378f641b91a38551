package io.mainstay.node.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Two nodes whose notify command hangs, whose webhook is connected and never answered, and whose
 * pipe is full: they advertise, take over, and take back all the same.
 */
final class StuckReceiversInside {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String CLIENT = "10.77.0.9";
  private static final int MORE_ADVERTISEMENTS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private StuckReceiversInside() {}

  /** Arguments: Mainstay's command. */
  public static void main(String[] args) {
    LabEnclosure.inside(() -> play(List.of(args)));
  }

  private static int play(List<String> command) {
    LabNetwork network = LabNetwork.create();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName(CLIENT))) {
      LabNode a = node(network.a(), 150, command, silent.getLocalPort());
      LabNode b = node(network.b(), 100, command, silent.getLocalPort());
      a.start();
      await("a owns the address", () -> owns(a.host()) && stuck(a.host()) == 3);
      b.start();
      // A backup has had one state only, and nothing waits behind the command that hangs.
      await("b hears a", () -> stuck(b.host()) == 2 && counter(b.host(), "Received") > 0);
      long before = counter(a.host(), "Sent");
      await(
          "a advertises while all its receivers are stuck",
          () -> counter(a.host(), "Sent") >= before + MORE_ADVERTISEMENTS);
      a.kill();
      await("b took over from the killed a", () -> owns(b.host()));
      a.start();
      await("a took it back", () -> owns(a.host()) && !owns(b.host()) && stuck(a.host()) == 3);
      a.terminate();
      await("b took over from a, which ended", () -> owns(b.host()) && !a.isAlive());
      return 0;
    } catch (IOException e) {
      throw new LabException("the silent server cannot listen: " + e, e);
    }
  }

  private static LabNode node(LabHost host, int priority, List<String> command, int webhook) {
    host.write("stuck", "#!/bin/sh\nexec sleep 600\n");
    host.run("chmod", "755", "/run/stuck");
    host.run("mkfifo", "/run/pipe");
    // Who opens both ends of a pipe waits for nobody; 64 KiB fill it.
    host.start(
        "pipe-" + host.name(),
        List.of("sh", "-c", "exec 3<>/run/pipe; head -c 65536 /dev/zero >&3; exec sleep 600"),
        line -> {});
    return new MainstayNode(host, priority, command, configuration(priority, webhook));
  }

  private static String configuration(int priority, int webhook) {
    return """
    mainstay {
      status.bind = "127.0.0.1:8404"
      routers.vip {
        interface = eth0, vrid = 51, priority = PRIORITY, addresses = [ "10.77.0.100/24" ]
        notify { any = "/run/stuck", time-limit = 10m }
      }
      notices {
        grace = 1s
        webhooks.silent { url = "http://10.77.0.9:PORT/", timeout = 1m }
        streams.full { fifo = "/run/pipe" }
      }
    }
    """
        .replace("PRIORITY", Integer.toString(priority))
        .replace("PORT", Integer.toString(webhook));
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Patience.until(condition, LIMIT)) {
      throw new LabException("never: " + what);
    }
    System.out.println(what);
  }

  private static boolean owns(LabHost host) {
    return host.run("ip", "-o", "address", "show").contains(" 10.77.0.100/");
  }

  private static JsonNode status(LabHost host) {
    try {
      return JSON.readTree(
          host.run("sh", "-c", "curl -s -m 5 http://127.0.0.1:8404/status || echo '{}'"));
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /** How many advertisements were {@code Sent} or {@code Received}. */
  private static long counter(LabHost host, String which) {
    return status(host).at("/routers/0/counters/advertisements" + which).asLong();
  }

  /** How many of command, webhook and pipe took nothing, while something waits or was dropped. */
  private static int stuck(LabHost host) {
    int stuck = 0;
    for (JsonNode receiver : status(host).at("/notices/receivers")) {
      boolean waits = receiver.path("waiting").asInt() > 0 || receiver.path("dropped").asInt() > 0;
      stuck += waits && receiver.path("delivered").asInt() == 0 ? 1 : 0;
    }
    return stuck;
  }
}
