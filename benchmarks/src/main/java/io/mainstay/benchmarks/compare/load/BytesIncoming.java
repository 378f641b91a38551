package io.mainstay.benchmarks.compare.load;

import io.netty.buffer.ByteBuf;

/** Messages of one known length, told apart by counting. The first byte of each is checked. */
final class BytesIncoming implements Incoming {
  private final int bytes;
  private final byte first;
  private int left;

  BytesIncoming(byte[] message) {
    bytes = message.length;
    first = message[0];
    left = bytes;
  }

  @Override
  public Step take(ByteBuf buffer) {
    if (!buffer.isReadable()) {
      return Step.MORE;
    }
    if (left == bytes && buffer.getByte(buffer.readerIndex()) != first) {
      return Step.WRONG;
    }
    int taken = Math.min(left, buffer.readableBytes());
    buffer.skipBytes(taken);
    left -= taken;
    if (left > 0) {
      return Step.MORE;
    }
    left = bytes;
    return Step.WHOLE;
  }

  @Override
  public boolean atStart() {
    return left == bytes;
  }

  @Override
  public String complaint() {
    return "the message does not begin with the byte that was sent";
  }
}
