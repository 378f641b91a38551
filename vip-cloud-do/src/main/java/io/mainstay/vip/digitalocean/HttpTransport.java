package io.mainstay.vip.digitalocean;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP to one base URL. The token leaves the process here and nowhere else: redirects are
 * not followed, whatever their target.
 */
final class HttpTransport implements ApiTransport {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient client;
  private final URI base;
  private final ApiToken token;
  private final Duration timeout;

  /**
   * A transport of requests that all go to one place.
   *
   * @param client as {@link #client()} makes it
   * @param timeout how long one exchange may take, from the connection to the body's last byte
   */
  HttpTransport(HttpClient client, URI base, ApiToken token, Duration timeout) {
    this.client = client;
    this.base = base;
    this.token = token;
    this.timeout = timeout;
  }

  /** A client that connects within 2 s or not at all and follows nobody. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  @Override
  public CompletionStage<ApiResponse> send(ApiRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(withoutSlash(base.toString()) + request.path()))
            .timeout(timeout)
            .header("Authorization", token.authorization())
            .header("Accept", "application/json")
            .header("User-Agent", "mainstay");
    request
        .body()
        .ifPresent(
            body ->
                builder
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
    return exchange(client, builder.build(), timeout, MAX_BODY_BYTES)
        .thenApply(
            response ->
                new ApiResponse(
                    response.statusCode(),
                    RateLimit.of(name -> response.headers().firstValue(name)),
                    response.body()));
  }

  /** One exchange that ends in time, its body's last byte included, or is broken off. */
  static CompletableFuture<HttpResponse<byte[]>> exchange(
      HttpClient client, HttpRequest request, Duration timeout, int maxBytes) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, head -> new BoundedBody(maxBytes));
    CompletableFuture<HttpResponse<byte[]>> result = new CompletableFuture<>();
    // The client's own time limit ends with the head: a body that trickles needs this one.
    CompletableFuture<Void> unused =
        exchange
            .copy()
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .handle(
                (response, failure) -> {
                  if (failure == null) {
                    result.complete(response);
                  } else {
                    exchange.cancel(true);
                    result.completeExceptionally(asIo(failure, timeout));
                  }
                  return null;
                });
    return result;
  }

  private static IOException asIo(Throwable failure, Duration timeout) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof java.util.concurrent.TimeoutException) {
      return new IOException("no complete answer within " + timeout.toMillis() + " ms");
    }
    return cause instanceof IOException io ? io : new IOException(cause.toString(), cause);
  }

  private static Throwable unwrapped(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
