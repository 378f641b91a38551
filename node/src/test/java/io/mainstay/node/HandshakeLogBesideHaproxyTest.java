package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.log.AccessLog;
import io.mainstay.proxy.Proxy;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS that is not agreed on: a real HAProxy and this node, by the same haproxy.cfg, log it alike.
 */
@Tag("root")
@Timeout(300)
class HandshakeLogBesideHaproxyTest {
  private static final String CONFIG =
      """
      global
        log 127.0.0.1:LOG local3
        log-tag lb
      defaults
        mode http
        log global
        option httplog
        option OPTION
        timeout client 5s
        timeout server 5s
        timeout connect 5s
      frontend web
        bind 127.0.0.1:OTHER
        bind 127.0.0.1:PORT ssl crt FOLDER/web.pem strict-sni verify required ca-file FOLDER/ca.pem
        bind 127.0.0.1:NAMED name https ssl crt FOLDER/web.pem
        default_backend app
      backend app
        server s1 127.0.0.1:1
      """;

  /** A client that fails. */
  private interface Client {
    void fail(int port) throws Exception;
  }

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"dontlog-normal", "dontlognull", "log-separate-errors"})
  void shouldLogFailedHandshakesAsHaproxy(String option) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(HaproxyLogPeer.HAPROXY), "needs haproxy");
    X509Bundle made =
        new CertificateBuilder()
            .subject("CN=web.example")
            .addSanDnsName("web.example")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(
        folder.resolve("web.pem"), made.getCertificatePEM() + made.getPrivateKeyPEM());
    Files.writeString(folder.resolve("ca.pem"), made.getCertificatePEM());
    SSLContext trusting = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(made.toKeyStore("changeit".toCharArray()));
    trusting.init(null, trust.getTrustManagers(), null);
    boolean all = !option.equals("dontlognull");
    List<Client> clients =
        List.of(
            port -> says(port, "GET / HTTP/1.0\r\n\r\n"),
            port -> speaks(port, trusting, "web.example", "TLSv1.3"),
            port -> speaks(port, trusting, "web.example", "TLSv1.2"),
            port -> speaks(port, trusting, "other.example", "TLSv1.3"),
            port -> speaks(port, SSLContext.getDefault(), "web.example", "TLSv1.3"));
    try (HaproxyLogPeer theirs = peer("haproxy", option);
        HaproxyLogPeer ours = peer("mainstay", option)) {
      Process haproxy = theirs.haproxy();
      NodeConfig config = ours.config();
      try (AccessLog log = AccessLog.start(config.log());
          Proxy proxy = Proxy.start(config.proxy().withSessionListener(log))) {
        assertThat(proxy.localAddresses("web")).hasSize(3);
        theirs.awaitListening();
        ours.awaitListening();
        if (all) {
          assertThat(ours.line()).isEqualTo(theirs.line());
          for (String part :
              List.of("\u0016\u0003\u0001", "\u0016\u0003\u0001\u0000\u0001\u0001")) {
            says(theirs.port, part);
            says(ours.port, part);
            assertThat(ours.line()).isEqualTo(theirs.line());
          }
        }
        for (Client client : clients) {
          client.fail(theirs.port);
          client.fail(ours.port);
          assertThat(ours.line()).isEqualTo(theirs.line());
        }
      } finally {
        HaproxyLogPeer.end(haproxy);
      }
    }
  }

  private HaproxyLogPeer peer(String name, String option) throws IOException {
    return new HaproxyLogPeer(
        folder.resolve(name + ".cfg"),
        CONFIG
            .replace("OPTION", option)
            .replace("FOLDER", folder.toString())
            .replace("OTHER", String.valueOf(HaproxyLogPeer.freePort()))
            .replace("NAMED", String.valueOf(HaproxyLogPeer.freePort())));
  }

  private static void says(int port, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Begins to speak TLS, and asks for something where that goes well so far. */
  private static void speaks(int port, SSLContext context, String name, String protocol)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).as("an answer").isNegative();
    } catch (SSLException | SocketException e) {
      // Which is what is to be logged.
      assertThat(e).hasMessageNotContaining("timed out");
    }
  }
}
