package io.mainstay.health.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP check asks and expects. The written form is {@code http [METHOD] [/path] [status…]
 * [host=name]}: {@code http GET /health 200}, {@code http /ready 2xx host=app.example}.
 *
 * @param method the request method
 * @param path the request target
 * @param host the {@code Host} header, or null to send each target's own host and port
 * @param expected the healthy statuses
 */
public record HttpProbe(
    String method, String path, @Nullable String host, ExpectedStatus expected) {

  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
  // Only what a request line carries as it is, so that no argument can smuggle a second line.
  private static final Pattern PATH = Pattern.compile("/[!\"$-~]*|\\*");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
  private static final String HOST_ARGUMENT = "host=";

  public HttpProbe {
    Objects.requireNonNull(expected);
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException("'" + method + "' is no HTTP method; write GET or HEAD");
    }
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("'" + path + "' is no path; it starts with /");
    }
    if (host != null && !HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("'" + host + "' is no host name for the Host header");
    }
  }

  /**
   * Reads the words after {@code http}.
   *
   * @throws IllegalArgumentException when one is none of the above
   */
  public static HttpProbe parse(List<String> arguments) {
    String method = "GET";
    String path = "/";
    String host = null;
    List<String> statuses = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("/") || word.equals("*")) {
        path = word;
      } else if (word.startsWith(HOST_ARGUMENT)) {
        host = word.substring(HOST_ARGUMENT.length());
      } else if (i == 0 && !Character.isDigit(word.charAt(0))) {
        method = word;
      } else {
        statuses.add(word);
      }
    }
    return new HttpProbe(
        method,
        path,
        host,
        statuses.isEmpty() ? ExpectedStatus.DEFAULT : ExpectedStatus.parse(statuses));
  }

  /** The whole request for one target. */
  byte[] requestTo(InetSocketAddress address) {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + (host != null ? host : hostOf(address))
            + "\r\nUser-Agent: mainstay-check\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return request.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hostOf(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = address.getHostString();
    if (ip instanceof Inet6Address && host.contains(":")) {
      int zone = host.indexOf('%'); // a zone means nothing outside this host
      host = "[" + (zone < 0 ? host : host.substring(0, zone)) + "]";
    }
    return address.getPort() == 80 ? host : host + ":" + address.getPort();
  }
}
