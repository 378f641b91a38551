package io.mainstay.node.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A stream that the program was given and did not open: its reader, a pipe's for instance, may be
 * slow, and then the lane's thread waits for it.
 */
final class StreamTarget implements LogTarget {
  private final WritableByteChannel channel;

  StreamTarget(WritableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(LogBatch batch) throws IOException {
    while (!batch.done()) {
      ByteBuffer left = batch.left();
      batch.wrote(channel.write(left));
    }
  }

  /** The program still has it. */
  @Override
  public void close() {}
}
