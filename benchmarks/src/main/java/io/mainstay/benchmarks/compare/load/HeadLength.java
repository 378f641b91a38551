package io.mainstay.benchmarks.compare.load;

/** How long the heads of one proxy were so far; the next one will most likely be as long. */
final class HeadLength {
  private int bytes;

  /** 0 before the first one. */
  int bytes() {
    return bytes;
  }

  void learn(int headBytes) {
    bytes = headBytes;
  }
}
