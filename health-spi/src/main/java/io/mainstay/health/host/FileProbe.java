package io.mainstay.health.host;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Passes while a file or folder exists. */
public final class FileProbe implements BlockingProbe {
  private final Path file;

  public FileProbe(Path file) {
    this.file = file;
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    boolean exists = Files.exists(file);
    return CheckResult.of(
        exists ? CheckCode.L7OK : CheckCode.L7STS,
        file + (exists ? " exists" : " is missing"),
        System.nanoTime() - startNanos);
  }
}
