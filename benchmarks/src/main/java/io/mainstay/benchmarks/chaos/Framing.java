package io.mainstay.benchmarks.chaos;

/** How the length of a body is told. */
enum Framing {
  NONE,
  LENGTH,
  CHUNKED,
  UNTIL_CLOSE
}
