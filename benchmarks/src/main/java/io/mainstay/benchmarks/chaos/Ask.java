package io.mainstay.benchmarks.chaos;

import java.util.Arrays;

/**
 * One request, which tells its server in its target what is to become of it.
 *
 * @param id its own among all of a run
 * @param place the frontend, and the backend of the same name
 * @param method in capital letters
 * @param body how the length of its body is told
 * @param bodyBytes how long that is
 * @param fate what servers do with it
 * @param failures how many servers do so before one answers
 * @param framing how the length of the answer's body is told
 * @param answerBytes how long that is
 * @param delayMillis how long the answer takes
 * @param minor the client's minor version of HTTP/1
 * @param extra whether the client waits for 100 Continue, or the answer is announced by a 103
 */
record Ask(
    long id,
    Place place,
    String method,
    Framing body,
    int bodyBytes,
    Fate fate,
    int failures,
    Framing framing,
    int answerBytes,
    int delayMillis,
    int minor,
    boolean extra) {
  private static final int PARTS = 8;

  /** A request for a stream: an upgrade, or a connection in TCP mode. */
  static Ask stream(long id, Place place, Fate fate, int bytes) {
    String method = place.tcp() ? "STREAM" : "GET";
    return new Ask(id, place, method, Framing.NONE, bytes, fate, 1, Framing.NONE, 0, 0, 1, false);
  }

  /** Whether it may be sent again when its fate is not known. */
  boolean repeatable() {
    return body == Framing.NONE && !method.equals("POST") && !method.equals("STREAM");
  }

  /**
   * Whether chunks come in the smallest pieces that there are: size, line end and bytes each by
   * itself, so that a read finds nothing of the body.
   */
  boolean piecemeal() {
    return id % 8 == 0;
  }

  /** Whether it is for a stream, whose length is then that of the body. */
  boolean stream() {
    return body == Framing.NONE && bodyBytes > 0;
  }

  /** What an answer to it carries behind its head. */
  int contentBytes() {
    return framing == Framing.NONE || method.equals("HEAD") ? 0 : answerBytes;
  }

  /** What the server does when it comes for the {@code attempt}th time, from 0. */
  Fate fateAt(int attempt) {
    return attempt < failures || fate.serves() ? fate : Fate.ANSWER;
  }

  /** The request's target. */
  String target() {
    return String.join(
        "/",
        "",
        Long.toString(id),
        fate.name(),
        Integer.toString(failures),
        framing.name(),
        Integer.toString(answerBytes),
        Integer.toString(delayMillis),
        Integer.toString(bodyBytes),
        Boolean.toString(extra));
  }

  /** Reads a request's first line. */
  static Ask of(String requestLine, Place place, Framing body) {
    String[] words = requestLine.split(" ", -1);
    String[] parts = words[1].split("/", -1);
    if (words.length != 3 || parts.length != PARTS + 1) {
      throw new IllegalArgumentException(
          "not a request of ours: " + requestLine + Arrays.toString(parts));
    }
    return new Ask(
        Long.parseLong(parts[1]),
        place,
        words[0],
        body,
        Integer.parseInt(parts[7]),
        Fate.valueOf(parts[2]),
        Integer.parseInt(parts[3]),
        Framing.valueOf(parts[4]),
        Integer.parseInt(parts[5]),
        Integer.parseInt(parts[6]),
        1,
        Boolean.parseBoolean(parts[8]));
  }
}
