package io.mainstay.vip.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A body that fails once more than a number of bytes was read from it. */
final class BoundedBody extends FilterInputStream {

  /** The body is longer than anybody will read. */
  static final class TooLongException extends IOException {
    TooLongException(long most) {
      super("the Docker Engine's answer is longer than " + most + " bytes");
    }
  }

  private final long mostBytes;
  private long readBytes;

  BoundedBody(InputStream body, long mostBytes) {
    super(body);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    count(Math.max(0, count));
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int bytes) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      // A sender of single bytes never lets a read from a TCP socket time out.
      throw new InterruptedIOException("the time for the Docker Engine's answer is over");
    }
    readBytes += bytes;
    if (readBytes > mostBytes) {
      throw new TooLongException(mostBytes);
    }
  }
}
