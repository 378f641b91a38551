package io.mainstay.vip.digitalocean;

import java.util.Optional;

/**
 * One request to the API, without the token.
 *
 * @param kind what it asks, and so what its answer means
 * @param path the path below the API's base
 * @param body the JSON that is posted; empty for a GET
 */
record ApiRequest(Kind kind, String path, Optional<String> body) {

  /** What a request asks. */
  enum Kind {
    READ_ADDRESS,
    ASSIGN,
    UNASSIGN,
    READ_ACTION
  }

  static ApiRequest get(Kind kind, String path) {
    return new ApiRequest(kind, path, Optional.empty());
  }

  static ApiRequest post(Kind kind, String path, String body) {
    return new ApiRequest(kind, path, Optional.of(body));
  }

  @Override
  public String toString() {
    return (body.isPresent() ? "POST " : "GET ") + path;
  }
}
