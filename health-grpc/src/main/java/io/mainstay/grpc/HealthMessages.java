package io.mainstay.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The two messages of {@code grpc.health.v1}, in protobuf's encoding inside gRPC's frames. Each has
 * one field of number 1: the service's name, and the status. Pure.
 */
final class HealthMessages {
  /** What comes before a message: a flag for compression and its length. */
  static final int PREFIX_BYTES = 5;

  /** More than any status takes. */
  static final int MAX_RESPONSE_BYTES = 4096;

  static final int SERVING = 1;

  private static final int FIELD_1_TEXT = 0x0a;
  private static final int FIELD_1_NUMBER = 0x08;

  private HealthMessages() {}

  /** The request for a service; empty for the server as a whole. */
  static byte[] request(String service) {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (name.length > 0) {
      message.write(FIELD_1_TEXT);
      for (int length = name.length; ; length >>>= 7) {
        message.write(length < 0x80 ? length : (length & 0x7f) | 0x80);
        if (length < 0x80) {
          break;
        }
      }
      message.writeBytes(name);
    }
    return ByteBuffer.allocate(PREFIX_BYTES + message.size())
        .put((byte) 0)
        .putInt(message.size())
        .put(message.toByteArray())
        .array();
  }

  /**
   * The status in a framed response; empty when it is none. A message without the field says 0,
   * which is UNKNOWN.
   */
  static OptionalInt status(byte[] framed) {
    if (framed.length < PREFIX_BYTES
        || framed[0] != 0
        || ByteBuffer.wrap(framed).getInt(1) != framed.length - PREFIX_BYTES) {
      return OptionalInt.empty();
    }
    ByteBuffer message = ByteBuffer.wrap(framed, PREFIX_BYTES, framed.length - PREFIX_BYTES);
    if (!message.hasRemaining()) {
      return OptionalInt.of(0);
    }
    return message.remaining() == 2 && message.get() == FIELD_1_NUMBER && message.get(6) >= 0
        ? OptionalInt.of(message.get(6))
        : OptionalInt.empty();
  }

  /** The name of a status. */
  static String nameOf(int status) {
    return switch (status) {
      case 0 -> "UNKNOWN";
      case SERVING -> "SERVING";
      case 2 -> "NOT_SERVING";
      case 3 -> "SERVICE_UNKNOWN";
      default -> "status " + status;
    };
  }
}
