package io.mainstay.node.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is behind a path, where that decides whether opening or writing it waits for somebody. */
public final class FileKind {
  /** Of a file's mode, as stat(2) has it. */
  private static final int FILE_TYPE = 0170000;

  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;

  private FileKind() {}

  /** A FIFO, or a link to one: opening it waits for the other end. */
  public static boolean isFifo(Path path) {
    return is(path, FIFO);
  }

  /** Such as /dev/null and /dev/tty. */
  public static boolean isCharacterDevice(Path path) {
    return is(path, CHARACTER_DEVICE);
  }

  private static boolean is(Path path, int type) {
    try {
      return Files.getAttribute(path, "unix:mode") instanceof Integer mode
          && (mode & FILE_TYPE) == type;
    } catch (IOException | UnsupportedOperationException e) {
      // There is no such file, which whoever opens it says, or there are no such things.
      return false;
    }
  }
}
