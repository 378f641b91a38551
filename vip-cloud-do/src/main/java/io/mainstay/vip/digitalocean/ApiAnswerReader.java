package io.mainstay.vip.digitalocean;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstay.vip.digitalocean.ApiAnswer.Kind;
import io.mainstay.vip.digitalocean.ApiAnswer.Problem;
import io.mainstay.vip.digitalocean.ApiAnswer.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Understands what the API says, and takes nothing for granted: what is not exactly as documented
 * is garbled, and fields nobody asked for are ignored. Pure.
 */
final class ApiAnswerReader {

  private static final int MAX_REASON_CHARS = 200;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ApiToken token;

  /** A reader whose reasons do not show the token, even when a gateway echoes it. */
  ApiAnswerReader(ApiToken token) {
    this.token = token;
  }

  /**
   * The meaning of a response.
   *
   * @param nowEpochSeconds this host's wall clock, for the rate limit's reset
   */
  ApiAnswer read(
      AddressResource resource, ApiRequest request, ApiResponse response, long nowEpochSeconds) {
    int status = response.status();
    if (status >= 200 && status < 300) {
      try {
        return success(resource, request, response.body());
      } catch (MalformedAnswerException e) {
        return problem(Kind.GARBLED, request, status, String.valueOf(e.getMessage()));
      }
    }
    String message = message(response.body());
    if (status == 429) {
      String reason = line(request + ": status 429 " + message);
      return new Problem(
          Kind.RATE_LIMITED, reason, response.rateLimit().waitAfterRefusal(nowEpochSeconds));
    }
    return problem(kind(status, message), request, status, message);
  }

  /** The meaning of silence. */
  Problem noAnswer(ApiRequest request, Throwable failure) {
    String what = failure instanceof IOException ? "no answer, " : "not sent, ";
    return Problem.of(Kind.NO_ANSWER, line(request + ": " + what + failure));
  }

  private Problem problem(Kind kind, ApiRequest request, int status, String message) {
    return Problem.of(kind, line(request + ": status " + status + " " + message));
  }

  private static Kind kind(int status, String message) {
    return switch (status) {
      case 401, 403 -> Kind.CREDENTIALS;
      case 404 -> Kind.NOT_FOUND;
      case 408 -> Kind.SERVER_ERROR;
      case 422 -> kindOfUnprocessable(message.toLowerCase(Locale.ROOT));
      default -> {
        if (status >= 500) {
          yield Kind.SERVER_ERROR;
        }
        // A redirect is not from the API: somebody stands between.
        yield status >= 400 ? Kind.REJECTED : Kind.GARBLED;
      }
    };
  }

  private static Kind kindOfUnprocessable(String message) {
    if (message.contains("pending event")) {
      return Kind.PENDING_EVENT;
    }
    boolean address =
        message.contains("reserved ip")
            || message.contains("floating ip")
            || message.contains("ip address");
    if (message.contains("droplet already has") && address) {
      return Kind.DROPLET_IN_USE;
    }
    return Kind.REJECTED;
  }

  private static ApiAnswer success(AddressResource resource, ApiRequest request, byte[] body)
      throws MalformedAnswerException {
    JsonNode root = object(body);
    return request.kind() == ApiRequest.Kind.READ_ADDRESS
        ? address(resource, root)
        : action(root.path("action"));
  }

  private static JsonNode object(byte[] body) throws MalformedAnswerException {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new MalformedAnswerException("is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedAnswerException("is no JSON: " + e.getMessage());
    }
    if (root == null || !root.isObject()) {
      throw new MalformedAnswerException("is no JSON object");
    }
    return root;
  }

  private static ApiAnswer.Address address(AddressResource resource, JsonNode root)
      throws MalformedAnswerException {
    JsonNode object = root.has(resource.key()) ? root.path(resource.key()) : root;
    Optional<InetAddress> ip = AddressText.read(object.path("ip").asText());
    if (ip.isEmpty() || !ip.get().equals(resource.address())) {
      throw new MalformedAnswerException("is not about " + AddressText.write(resource.address()));
    }
    JsonNode droplet = object.path("droplet");
    boolean locked = object.path("locked").asBoolean(false);
    if (droplet.isNull()) {
      return new ApiAnswer.Address(OptionalLong.empty(), locked);
    }
    if (!droplet.path("id").canConvertToLong() || !droplet.path("id").isIntegralNumber()) {
      throw new MalformedAnswerException("tells no droplet; the token needs droplet:read too");
    }
    return new ApiAnswer.Address(OptionalLong.of(droplet.path("id").asLong()), locked);
  }

  private static ApiAnswer.Action action(JsonNode action) throws MalformedAnswerException {
    JsonNode id = action.path("id");
    Progress progress =
        switch (action.path("status").asText()) {
          case "in-progress" -> Progress.IN_PROGRESS;
          case "completed" -> Progress.COMPLETED;
          case "errored" -> Progress.ERRORED;
          default -> throw new MalformedAnswerException("tells no action's status");
        };
    if (!id.isIntegralNumber() || !id.canConvertToLong()) {
      throw new MalformedAnswerException("tells no action's number");
    }
    return new ApiAnswer.Action(id.asLong(), progress);
  }

  private static String message(byte[] body) {
    try {
      return object(body).path("message").asText();
    } catch (MalformedAnswerException e) {
      return "";
    }
  }

  /** One line that can stand in a log. */
  private String line(String text) {
    String line = token.hiddenIn(text).replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS) + "…";
  }
}
