package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * TP10: without a local port for a server, sessions go to the next, and the operator is told. In a
 * process of its own, in a network namespace of its own with very few ports.
 */
@Tag("root")
class PortExhaustionRootTest {
  private static final int PORTS = 4;
  private static final int FIRST_PORT = 61_000;
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** Held, so that no collector closes them. */
  private static final List<Socket> CLIENTS = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldGoToTheNextServerWhenNoLocalPortIsLeft(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    OwnNamespace.run(PortExhaustionRootTest.class, kind.name());
  }

  /** What happens in the namespace. */
  public static void main(String[] args) throws Exception {
    OwnNamespace.requireInside();
    Logger logger = (Logger) LoggerFactory.getLogger("io.mainstay.proxy.connect");
    logger.setLevel(Level.INFO);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (RawServer first = hello();
        RawServer second = hello();
        Proxy proxy =
            Proxy.start(
                TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP))
                    .apply(
                        TestProxy.config(
                            Server.of("first", first.address()),
                            Server.of("second", second.address())))
                    .withTransport(TransportKind.valueOf(args[0])))) {
      Files.writeString(RANGE, FIRST_PORT + " " + (FIRST_PORT + PORTS - 1));
      List<Socket> direct = new ArrayList<>();
      for (int i = 0; i < PORTS; i++) {
        direct.add(new Socket(first.address().getAddress(), first.address().getPort()));
      }
      InetSocketAddress frontend = proxy.localAddresses("web").get(0);
      for (int i = 0; i < PORTS; i++) {
        assertThat(session(frontend, i)).isTrue();
      }
      assertThat(second.connections).hasValue(PORTS);
      assertThat(session(frontend, PORTS)).as("one too many").isFalse();
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .startsWith("backend app cannot connect to server first: no local port is left")
          .contains("net.ipv4.ip_local_port_range");
      for (Socket socket : direct) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
      assertThat(session(frontend, PORTS + 1)).as("again").isTrue();
    }
  }

  /** Opens a session, which stays open, from a port outside the range; whether a server has it. */
  private static boolean session(InetSocketAddress frontend, int number) throws IOException {
    Socket client = new Socket();
    CLIENTS.add(client);
    client.setSoTimeout(10_000);
    client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000 + number));
    client.connect(frontend);
    return client.getInputStream().read() == 'h';
  }

  private static RawServer hello() throws IOException {
    return new RawServer(
        connection -> {
          connection.send("hello");
          connection.in.read();
        });
  }
}
