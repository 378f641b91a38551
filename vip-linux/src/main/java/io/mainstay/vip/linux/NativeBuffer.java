package io.mainstay.vip.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap at a fixed address, in the host's byte order, made once and used for many
 * calls. The garbage collector frees it with this object.
 */
final class NativeBuffer {
  private final Memory memory;
  private final ByteBuffer bytes;
  private final long address;

  NativeBuffer(int size) {
    memory = new Memory(size);
    memory.clear();
    bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    address = Pointer.nativeValue(memory);
  }

  ByteBuffer bytes() {
    return bytes;
  }

  long address() {
    return address;
  }

  int size() {
    return (int) memory.size();
  }
}
