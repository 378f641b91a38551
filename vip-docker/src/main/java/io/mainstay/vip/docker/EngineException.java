package io.mainstay.vip.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A call to the Docker Engine that did not do what it asked; the message is for an operator. */
final class EngineException extends Exception {

  /** The longest text that is kept of what the Engine says. */
  private static final int MOST_CHARS = 256;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EngineFault fault;

  EngineException(EngineFault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  EngineFault fault() {
    return fault;
  }

  /**
   * What a failure of docker-java stands for.
   *
   * @param engine where the Engine was asked
   */
  static EngineException of(RuntimeException failure, URI engine) {
    if (failure instanceof DockerException answer) {
      String text = text(answer);
      return new EngineException(EngineFault.of(answer.getHttpStatus(), text), text, answer);
    }
    Throwable cause = failure.getCause();
    if (cause instanceof JsonProcessingException) {
      return new EngineException(
          EngineFault.MALFORMED, "the Docker Engine's answer is no JSON that fits", failure);
    }
    if (cause instanceof BoundedBody.TooLongException) {
      return new EngineException(EngineFault.MALFORMED, String.valueOf(cause.getMessage()), cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return new EngineException(
          EngineFault.TIMEOUT, "the Docker Engine has not answered in time", cause);
    }
    if (cause instanceof IOException) {
      return new EngineException(
          EngineFault.UNREACHABLE,
          "the Docker Engine at " + engine + " cannot be reached: " + printable(cause),
          cause);
    }
    return new EngineException(
        EngineFault.MALFORMED, "the Docker Engine's answer made no sense: " + failure, failure);
  }

  /** What the Engine says, without docker-java's frame around it and without line ends. */
  private static String text(DockerException answer) {
    String message = String.valueOf(answer.getMessage());
    String frame = "Status " + answer.getHttpStatus() + ": ";
    String body = message.startsWith(frame) ? message.substring(frame.length()) : message;
    return "the Docker Engine answered "
        + answer.getHttpStatus()
        + ": "
        + printable(messageOf(body).strip());
  }

  private static String messageOf(String body) {
    try {
      @Nullable JsonNode json = JSON.readTree(body);
      return json == null || !json.path("message").isTextual()
          ? body
          : json.path("message").textValue();
    } catch (JsonProcessingException e) {
      return body;
    }
  }

  private static String printable(Object what) {
    String text = String.valueOf(what).replaceAll("\\p{Cntrl}+", " ");
    return text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) + "…" : text;
  }
}
