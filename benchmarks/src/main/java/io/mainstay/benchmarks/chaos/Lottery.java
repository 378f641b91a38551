package io.mainstay.benchmarks.chaos;

import java.util.SplittableRandom;

/** Draws requests; the same ones from the same seed. One thread. */
final class Lottery {
  private static final String[] BODYLESS = {
    "GET", "GET", "GET", "GET", "HEAD", "DELETE", "OPTIONS", "POST"
  };
  private static final String[] WITH_BODY = {"POST", "POST", "POST", "PUT", "DELETE"};

  /** Faults that leave the proxy the choice, weighted by how often they occur. */
  private static final Fate[] FAULTS = {
    Fate.LEAVE_AFTER,
    Fate.LEAVE_AFTER,
    Fate.LEAVE_AFTER,
    Fate.LEAVE_AFTER,
    Fate.CLOSE_SILENT,
    Fate.CLOSE_SILENT,
    Fate.RESET_SILENT,
    Fate.RESET_SILENT,
    Fate.CLOSE_IN_HEAD,
    Fate.RESET_IN_HEAD,
    Fate.CLOSE_IN_BODY,
    Fate.RESET_IN_BODY,
    Fate.JUNK,
  };

  private final SplittableRandom random;
  private long nextId;

  /**
   * Draws.
   *
   * @param firstId its requests' ids begin here
   */
  Lottery(SplittableRandom random, long firstId) {
    this.random = random;
    this.nextId = firstId;
  }

  SplittableRandom random() {
    return random;
  }

  long nextId() {
    return nextId++;
  }

  Place place() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> Place.PLAIN;
      case 4, 5, 6 -> Place.PATIENT;
      case 7, 8 -> Place.NARROW;
      default -> Place.STUBBORN;
    };
  }

  /** In TCP mode. */
  Place streamPlace() {
    return random.nextInt(4) == 0 ? Place.DISTANT : Place.STREAMS;
  }

  /** Any request. */
  Ask ask(Place place) {
    return random.nextInt(10) < 3 ? withBody(place, bodyBytes()) : bodyless(place);
  }

  /** A small one that may be sent behind others. */
  Ask small(Place place) {
    return random.nextInt(10) < 3
        ? withBody(place, random.nextInt(1, 500))
        : drawn(place, pick(BODYLESS), Framing.NONE, 0, random.nextInt(2_000), false);
  }

  private Ask bodyless(Place place) {
    return drawn(place, pick(BODYLESS), Framing.NONE, 0, answerBytes(), random.nextInt(10) == 0);
  }

  /** One whose answer takes long to read. */
  Ask large(Place place) {
    return drawn(place, "GET", Framing.NONE, 0, random.nextInt(100_000, 900_000), false);
  }

  Ask withBody(Place place, int bytes) {
    Framing framing = random.nextBoolean() ? Framing.LENGTH : Framing.CHUNKED;
    return drawn(place, pick(WITH_BODY), framing, bytes, answerBytes(), random.nextInt(8) == 0);
  }

  private Ask drawn(
      Place place, String method, Framing body, int bodyBytes, int answerBytes, boolean extra) {
    Framing framing = framing(method);
    Fate fate = fate(method, framing, body);
    int failures = fate.serves() ? 0 : random.nextInt(1, 3);
    int delay = random.nextInt(8) == 0 ? random.nextInt(120) : 0;
    int answer = fate == Fate.EARLY ? Math.min(answerBytes, 1_000) : Math.max(1, answerBytes);
    int minor = body == Framing.NONE && !extra && random.nextInt(12) == 0 ? 0 : 1;
    return new Ask(
        nextId(), place, method, body, bodyBytes, fate, failures, framing, answer, delay, minor,
        extra);
  }

  private Framing framing(String method) {
    if (method.equals("HEAD")) {
      return Framing.LENGTH;
    }
    return switch (random.nextInt(10)) {
      case 0 -> Framing.NONE;
      case 1 -> Framing.UNTIL_CLOSE;
      case 2, 3, 4 -> Framing.CHUNKED;
      default -> Framing.LENGTH;
    };
  }

  private Fate fate(String method, Framing framing, Framing body) {
    int lot = random.nextInt(600);
    if (lot == 0) {
      return Fate.HANG;
    }
    if (body != Framing.NONE && lot < 18) {
      return Fate.EARLY;
    }
    Fate fate = lot < 390 ? Fate.ANSWER : FAULTS[random.nextInt(FAULTS.length)];
    boolean inBody = fate == Fate.CLOSE_IN_BODY || fate == Fate.RESET_IN_BODY;
    if (inBody && (method.equals("HEAD") || framing == Framing.NONE)) {
      return Fate.ANSWER;
    }
    // A body that ends with its connection is whole when that closes: only a reset tells.
    return fate == Fate.CLOSE_IN_BODY && framing == Framing.UNTIL_CLOSE ? Fate.RESET_IN_BODY : fate;
  }

  /** A stream's. */
  Fate streamFate() {
    return switch (random.nextInt(12)) {
      case 0 -> Fate.RESET_SILENT;
      case 1 -> Fate.CLOSE_SILENT;
      case 2 -> Fate.RESET_IN_BODY;
      case 3 -> Fate.CLOSE_IN_BODY;
      default -> Fate.ANSWER;
    };
  }

  int bodyBytes() {
    return random.nextInt(10) == 0 ? random.nextInt(1, 1_200_000) : random.nextInt(1, 30_000);
  }

  private int answerBytes() {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextInt(60_000, 400_000);
      case 1, 2, 3 -> random.nextInt(60_000);
      default -> random.nextInt(400);
    };
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
