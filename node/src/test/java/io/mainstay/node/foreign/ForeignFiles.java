package io.mainstay.node.foreign;

import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.HostNetworks;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.foreign.haproxy.HaproxyReader;
import io.mainstay.node.foreign.keepalived.KeepalivedReader;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files in other languages that lie beside the tests. */
final class ForeignFiles {
  /** Where the files of this folder expect the certificates that are made for them. */
  private static final Path CERTIFICATES = Path.of("target", "foreign-certificates");

  /** What {@code errorfile} names. */
  private static final Path ERROR_FILES = Path.of("target", "foreign-files");

  private ForeignFiles() {}

  /** Makes answers that can be sent, and some that cannot. */
  static void makeErrorFiles() throws IOException {
    Files.createDirectories(ERROR_FILES);
    Map.of(
            "closed.http", "HTTP/1.0 503 Closed\r\nConnection: close\r\n\r\nclosed",
            "sorry.http", "HTTP/1.1 503 Sorry\nRetry-After: 9\n\nsorry\n",
            "empty.http", "",
            "page.html", "<html></html>",
            "wronglength.http", "HTTP/1.1 504 A\r\nContent-Length: 1\r\n\r\nbc",
            "chunked.http", "HTTP/1.1 504 A\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        .forEach(ForeignFiles::write);
  }

  private static void write(String name, String text) {
    try {
      Files.writeString(ERROR_FILES.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes what the files that speak TLS name; {@code lonely.pem} has no key. */
  static void makeCertificates() throws Exception {
    X509Bundle made =
        new CertificateBuilder()
            .subject("CN=app.example")
            .addSanDnsName("app.example")
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned();
    String whole = made.getCertificatePEM() + made.getPrivateKeyPEM();
    Files.createDirectories(CERTIFICATES);
    for (String bundle : List.of("web.pem", "other.pem", "my-crt-key.pem")) {
      Files.writeString(CERTIFICATES.resolve(bundle), whole);
    }
    for (String certificate : List.of("ca.pem", "lonely.pem")) {
      Files.writeString(CERTIFICATES.resolve(certificate), made.getCertificatePEM());
    }
  }

  static Path folder(String name) {
    try {
      return Path.of(ForeignFiles.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<Path> in(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder(name))) {
      return files.sorted().toList();
    }
  }

  static ConfigSource haproxy(Path... files) {
    return new HaproxyReader(Map.of()).read(List.of(files));
  }

  static ConfigSource keepalived(Path file, Map<String, String> values) {
    return new KeepalivedReader(KeepalivedReader.Proxy.OTHER_PROCESS, values).read(List.of(file));
  }

  static ConfigSource read(Path file) {
    return file.toString().endsWith(".conf") && file.toString().contains("keepalived")
        ? keepalived(file, Map.of())
        : haproxy(file);
  }

  static NodeConfigReader reader() {
    return new NodeConfigReader(ForeignFiles::resolve, HostNetworks.UNKNOWN);
  }

  static NodeConfig config(ConfigSource... sources) throws InvalidConfigException {
    return reader().read(List.of(sources));
  }

  /** Literals, and the two web servers of the stories. */
  private static InetAddress resolve(String host) throws UnknownHostException {
    if (host.matches("myweb[12]")) {
      return InetAddress.getByName("172.18.0." + (host.charAt(5) - '0' + 1));
    }
    if (host.matches("[0-9.]+") || host.contains(":")) {
      return InetAddress.getByName(host);
    }
    throw new UnknownHostException(host);
  }
}
