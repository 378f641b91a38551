package io.mainstay.benchmarks.chaos;

import java.io.IOException;

/** What came is no part of what was to come. */
final class WrongBytesException extends IOException {
  private static final long serialVersionUID = 1;

  WrongBytesException(String message) {
    super(message);
  }
}
