package io.mainstay.vip.digitalocean;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The API's bearer token. Printing it shows only that there is one. */
public final class ApiToken {

  private static final int MAX_FILE_BYTES = 4096;

  // Whatever else is in there would break, or forge, a request header.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{8,512}");

  private final String value;

  private ApiToken(String value) {
    this.value = value;
  }

  /**
   * Takes a token as written.
   *
   * @throws IllegalArgumentException when it cannot be one; the message does not show it
   */
  public static ApiToken of(String value) {
    if (!TOKEN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "is no API token: it has " + value.length() + " characters or some that no token has");
    }
    return new ApiToken(value);
  }

  /**
   * Reads a token from a file that holds nothing else.
   *
   * @throws IllegalArgumentException when the file cannot be read or holds no token
   */
  public static ApiToken readFrom(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
    }
    return of(new String(bytes, StandardCharsets.UTF_8).strip());
  }

  /** The value of the request header {@code Authorization}. */
  String authorization() {
    return "Bearer " + value;
  }

  /** The text without the token, should it be in there. */
  String hiddenIn(String text) {
    return text.replace(value, "***");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApiToken token && token.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
