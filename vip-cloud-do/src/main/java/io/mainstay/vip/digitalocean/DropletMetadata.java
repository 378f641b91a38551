package io.mainstay.vip.digitalocean;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a droplet can ask about itself: the metadata service of its host. It needs no token and gets
 * none. Methods block for at most {@link #TIMEOUT} for each value.
 */
public final class DropletMetadata {

  /** The service's address on every droplet. */
  public static final URI DEFAULT_URL = URI.create("http://169.254.169.254");

  /** How long one value may take. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final int MAX_VALUE_BYTES = 256;
  private static final int IPV4_BITS = 32;
  private static final String ANCHOR = "/metadata/v1/interfaces/public/0/anchor_ipv4/";

  private final HttpClient client;
  private final URI base;

  /** Asks the service at {@code base}, which is {@link #DEFAULT_URL} on a droplet. */
  public DropletMetadata(URI base) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /**
   * This droplet's number.
   *
   * @throws IOException when the service does not tell; the message says what it did instead
   */
  public long dropletId() throws IOException {
    String path = "/metadata/v1/id";
    String id = value(path).orElseThrow(() -> new IOException(path + " is not there"));
    if (!id.matches("[1-9]\\d{0,17}")) {
      throw new IOException(path + " is no droplet's number");
    }
    return Long.parseLong(id);
  }

  /**
   * Where packets to the droplet's reserved IPv4 address arrive; empty for a droplet without an
   * anchor, such as one of a custom image.
   *
   * @throws IOException when the service does not tell
   */
  public Optional<Anchor> anchor() throws IOException {
    Optional<String> address = value(ANCHOR + "address");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> netmask = value(ANCHOR + "netmask");
    int prefix = netmask.map(DropletMetadata::prefixLength).orElse(IPV4_BITS);
    return Optional.of(new Anchor(ipv4(address.get()), prefix));
  }

  private static Inet4Address ipv4(String text) throws IOException {
    Optional<InetAddress> address = AddressText.read(text);
    if (address.isPresent() && address.get() instanceof Inet4Address ipv4) {
      return ipv4;
    }
    throw new IOException(ANCHOR + "address is no IPv4 address");
  }

  private static int prefixLength(String netmask) {
    byte[] mask = AddressText.read(netmask).map(InetAddress::getAddress).orElse(new byte[0]);
    int ones = new BigInteger(1, mask).bitCount();
    return ones == 0 ? IPV4_BITS : ones;
  }

  /** A value; empty when the service says that there is none. */
  private Optional<String> value(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).GET().build();
    HttpResponse<byte[]> response;
    try {
      response = HttpTransport.exchange(client, request, TIMEOUT, MAX_VALUE_BYTES).get();
    } catch (ExecutionException e) {
      @Nullable Throwable cause = e.getCause();
      throw new IOException(path + ": " + (cause == null ? e : cause), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(path + ": interrupted", e);
    }
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw new IOException(path + ": status " + response.statusCode());
    }
    return Optional.of(new String(response.body(), StandardCharsets.US_ASCII).strip());
  }
}
