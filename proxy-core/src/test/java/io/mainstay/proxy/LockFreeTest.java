package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An event loop that waits for a lock waits with all its connections. */
class LockFreeTest {
  private static final Pattern LOCKS =
      Pattern.compile(
          "\\bsynchronized\\b|concurrent\\.locks\\.(?!LockSupport)"
              + "|\\.(wait|notify|notifyAll)\\(\\)|\\bSemaphore\\b|\\bCountDownLatch\\b");

  @Test
  void shouldHaveNoLockInTheDataPlane() throws IOException {
    Path main = Path.of("src/main/java/io/mainstay/proxy");
    try (Stream<Path> files = Files.walk(main)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> LOCKS.matcher(text(file)).find())
                  .map(file -> main.relativize(file).toString()))
          .isEmpty();
    }
  }

  /** Without its comments. */
  private static String text(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
