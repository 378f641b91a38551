package io.mainstay.health.host;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Passes while a file holds a number, and keeps the number. */
public final class ContentProbe implements BlockingProbe {
  private final Path file;
  private volatile long value;

  public ContentProbe(Path file) {
    this.file = file;
  }

  /** The number that the last passing probe read; 0 before it. */
  public long value() {
    return value;
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    try {
      NumberInFile number = NumberInFile.read(file);
      if (number.value() != NumberInFile.NONE) {
        value = number.value();
        return result(CheckCode.L7OK, file + " says " + number.value(), startNanos);
      }
      return result(
          CheckCode.L7RSP, file + " holds no whole number but '" + number.text() + "'", startNanos);
    } catch (IOException e) {
      return result(CheckCode.L7STS, NumberInFile.problem(file, e), startNanos);
    }
  }

  private static CheckResult result(CheckCode code, String description, long startNanos) {
    return CheckResult.of(code, description, System.nanoTime() - startNanos);
  }
}
