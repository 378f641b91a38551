package io.mainstay.vip.linux;

import java.nio.ByteBuffer;

/**
 * A msghdr with everything it points to: address, data and control messages, laid out once for
 * sendmsg and recvmsg. The layouts are those of 64-bit Linux.
 */
final class SocketMessage {
  /** size u64, level u32, type u32; the data follows, and the next header at a multiple of 8. */
  static final int CONTROL_HEADER_BYTES = 16;

  private static final int NAME_LENGTH = 8;
  private static final int DATA_ADDRESS_AND_SIZE = 16;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int HEADER_BYTES = 56;

  private final NativeBuffer header = new NativeBuffer(HEADER_BYTES);
  private final NativeBuffer vector = new NativeBuffer(16);
  private final NativeBuffer name;
  private final NativeBuffer data;
  private final NativeBuffer control;

  SocketMessage(int nameBytes, int dataBytes, int controlBytes) {
    name = new NativeBuffer(nameBytes);
    data = new NativeBuffer(dataBytes);
    control = new NativeBuffer(controlBytes);
    vector.bytes().putLong(0, data.address()).putLong(8, dataBytes);
    header.bytes().putLong(0, name.address());
    header.bytes().putLong(DATA_ADDRESS_AND_SIZE, vector.address());
    header.bytes().putLong(DATA_ADDRESS_AND_SIZE + 8, 1);
    header.bytes().putLong(CONTROL, control.address());
    reset();
  }

  /** Gives all the room back, of which a receive takes away what it did not use. */
  private void reset() {
    header.bytes().putInt(NAME_LENGTH, name.size());
    header.bytes().putLong(CONTROL_LENGTH, control.size());
    header.bytes().putInt(FLAGS, 0);
  }

  ByteBuffer name() {
    return name.bytes();
  }

  ByteBuffer data() {
    return data.bytes();
  }

  ByteBuffer control() {
    return control.bytes();
  }

  /** Starts the one control message of a message to send and returns where its data go. */
  int putControl(int level, int type, int bytes) {
    control.bytes().putLong(0, CONTROL_HEADER_BYTES + bytes).putInt(8, level).putInt(12, type);
    return CONTROL_HEADER_BYTES;
  }

  /** Sends this many bytes of the data; negative when the kernel did not take them. */
  long send(int fd, int length) {
    vector.bytes().putLong(8, length);
    return Libc.sendmsg(fd, header.address(), Libc.MSG_DONTWAIT);
  }

  /** Receives one datagram and returns its length; negative when there is none. */
  long receive(int fd) {
    reset();
    return Libc.recvmsg(fd, header.address(), Libc.MSG_DONTWAIT);
  }

  /** Whether the datagram received last came whole. */
  boolean whole() {
    return (header.bytes().getInt(FLAGS) & Libc.MSG_TRUNC) == 0;
  }

  /** Finds a control message that came with the datagram; returns where its data are, or -1. */
  int findControl(int level, int type, int minBytes) {
    long end = Math.min(header.bytes().getLong(CONTROL_LENGTH), control.size());
    long offset = 0;
    while (end - offset >= CONTROL_HEADER_BYTES) {
      long length = control.bytes().getLong((int) offset);
      if (length < CONTROL_HEADER_BYTES || length > end - offset) {
        return -1;
      }
      if (control.bytes().getInt((int) offset + 8) == level
          && control.bytes().getInt((int) offset + 12) == type
          && length >= CONTROL_HEADER_BYTES + minBytes) {
        return (int) offset + CONTROL_HEADER_BYTES;
      }
      offset += (length + 7) & ~7L;
    }
    return -1;
  }
}
