package io.mainstay.node.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file. Whoever rotates it moves it away or deletes it; once a second it is looked
 * whether it is still there, and if not, a new one is begun. Until then lines go to the old one, so
 * none is lost.
 */
final class FileTarget implements LogTarget {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private FileChannel channel;
  private @Nullable Object identity;
  private long lookedNanos;

  private FileTarget(Path path) throws IOException {
    this.path = path;
    this.channel = append(path);
    this.identity = identity();
    this.lookedNanos = System.nanoTime();
  }

  /**
   * Opens it, or makes it.
   *
   * @throws IOException which names it
   */
  static FileTarget open(Path path) throws IOException {
    return new FileTarget(path);
  }

  private static FileChannel append(Path path) throws IOException {
    if (FileKind.isFifo(path)) {
      throw new IOException(
          "the log file "
              + path
              + " is a FIFO, and opening it would wait for whoever reads it; put a file there");
    }
    try {
      return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      String reason = e instanceof NoSuchFileException ? "its folder is not there" : e.toString();
      throw new IOException("the log file " + path + " cannot be opened: " + reason, e);
    }
  }

  @Override
  public void write(LogBatch batch) throws IOException {
    long nowNanos = System.nanoTime();
    if (!channel.isOpen() || nowNanos - lookedNanos >= LOOK_NANOS) {
      lookedNanos = nowNanos;
      reopenIfMoved(batch);
    }
    while (!batch.done()) {
      batch.wrote(channel.write(batch.left()));
    }
  }

  private void reopenIfMoved(LogBatch batch) throws IOException {
    if (channel.isOpen() && Objects.equals(identity(), identity)) {
      return;
    }
    FileChannel next = append(path);
    channel.close();
    channel = next;
    batch.rewindToLine();
    identity = identity();
  }

  /** Null when there is no file now. */
  private @Nullable Object identity() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() {
    Closing.quietly(channel);
  }
}
