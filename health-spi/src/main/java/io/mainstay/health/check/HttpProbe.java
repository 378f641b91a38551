package io.mainstay.health.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP check asks and expects; {@link HttpProbeParser} says how it is written.
 *
 * @param method the request method
 * @param path the request target
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param headers further header lines, each {@code Name: value}; they replace the check's own
 * @param body what is sent behind the head; empty for nothing
 * @param host the {@code Host} header, or null to send each target's own host and port
 * @param expectations what must all be met
 * @param disableOn404 whether a 404 means that the server wants no new sessions, though it is up
 * @param sendState whether the server is told what the load balancer thinks of it
 */
public record HttpProbe(
    String method,
    String path,
    String version,
    List<String> headers,
    String body,
    @Nullable String host,
    List<Expectation> expectations,
    boolean disableOn404,
    boolean sendState) {

  /** What HAProxy calls it, so that applications that know it need not learn another. */
  static final String STATE_HEADER = "X-Haproxy-Server-State";

  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
  // Only what a request line carries as it is, so that no argument can smuggle a second line.
  private static final Pattern PATH = Pattern.compile("/[!\"$-~]*|\\*");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
  private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[01]");
  private static final Pattern HEADER =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7e]*");

  /** Those that frame the request or end the connection are the check's own. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "transfer-encoding", "host");

  public HttpProbe {
    headers = List.copyOf(headers);
    expectations = List.copyOf(expectations);
    Objects.requireNonNull(body);
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException("'" + method + "' is no HTTP method; write GET or HEAD");
    }
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("'" + path + "' is no path; it starts with /");
    }
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("'" + version + "' is neither HTTP/1.1 nor HTTP/1.0");
    }
    if (host != null && !HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("'" + host + "' is no host name for the Host header");
    }
    headers.forEach(HttpProbe::requireHeader);
  }

  private static void requireHeader(String line) {
    if (!HEADER.matcher(line).matches()) {
      throw new IllegalArgumentException("'" + line + "' is no header; write 'Name: value'");
    }
    if (OWN.contains(nameOf(line))) {
      throw new IllegalArgumentException(
          "the header '"
              + line
              + "' is the check's own"
              + (nameOf(line).equals("host") ? "; write host=name" : ""));
    }
  }

  private static String nameOf(String line) {
    return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  /** The whole request for one target. */
  byte[] requestTo(InetSocketAddress address, int defaultPort, String serverState) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(' ').append(version).append("\r\n");
    request.append("Host: ").append(host != null ? host : hostOf(address, defaultPort));
    request.append("\r\n");
    appendUnlessWritten(request, "User-Agent: mainstay-check");
    appendUnlessWritten(request, "Accept: */*");
    request.append("Connection: close\r\n");
    headers.forEach(line -> request.append(line).append("\r\n"));
    if (sendState && !serverState.isEmpty()) {
      request.append(STATE_HEADER).append(": ").append(serverState).append("\r\n");
    }
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    if (content.length > 0) {
      request.append("Content-Length: ").append(content.length).append("\r\n");
    }
    byte[] head = request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + content.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(content, 0, whole, head.length, content.length);
    return whole;
  }

  private void appendUnlessWritten(StringBuilder request, String line) {
    if (headers.stream().noneMatch(written -> nameOf(written).equals(nameOf(line)))) {
      request.append(line).append("\r\n");
    }
  }

  private static String hostOf(InetSocketAddress address, int defaultPort) {
    InetAddress ip = address.getAddress();
    String host = address.getHostString();
    if (ip instanceof Inet6Address && host.contains(":")) {
      int zone = host.indexOf('%'); // a zone means nothing outside this host
      host = "[" + (zone < 0 ? host : host.substring(0, zone)) + "]";
    }
    return address.getPort() == defaultPort ? host : host + ":" + address.getPort();
  }
}
