package io.mainstay.node.notice;

import io.mainstay.node.notice.EventStreamWriter.LineTarget;
import io.mainstay.vip.linux.FifoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What lines can be written to. */
final class LineTargets {
  private LineTargets() {}

  static LineTarget of(EventStream.Target target) {
    if (target instanceof EventStream.Fifo fifo) {
      return new Fifo(fifo.path());
    }
    if (target instanceof EventStream.AppendedFile file) {
      return new Appended(file.path());
    }
    return line -> {
      System.out.write(line, 0, line.length);
      System.out.flush();
      return null;
    };
  }

  /** A named pipe; opened when the first line comes, and again after its reader left. */
  private static final class Fifo implements LineTarget {
    private final Path path;
    private @Nullable FifoWriter writer;

    Fifo(Path path) {
      this.path = path;
    }

    @Override
    public @Nullable String write(byte[] line) throws IOException {
      if (writer == null) {
        writer = new FifoWriter(path);
      }
      return writer.write(line);
    }

    @Override
    public void close() {
      if (writer != null) {
        writer.close();
      }
    }
  }

  /** A file; whoever rotates it moves it away, and the next line begins a new one. */
  private static final class Appended implements LineTarget {
    private final Path path;
    private @Nullable FileChannel channel;
    private @Nullable Object opened;

    Appended(Path path) {
      this.path = path;
    }

    @Override
    public @Nullable String write(byte[] line) throws IOException {
      FileChannel file = open();
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      return null;
    }

    private FileChannel open() throws IOException {
      FileChannel file = channel;
      if (file == null || !Objects.equals(identity(), opened)) {
        close();
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        channel = file;
        opened = identity();
      }
      return file;
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
    public void close() throws IOException {
      FileChannel file = channel;
      channel = null;
      if (file != null) {
        file.close();
      }
    }
  }
}
