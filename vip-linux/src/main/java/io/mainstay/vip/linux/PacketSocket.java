package io.mainstay.vip.linux;

/** Sends whole Ethernet frames, whatever their source address. Makes no garbage. */
final class PacketSocket implements AutoCloseable {
  private static final int MAC_BYTES = 6;
  private static final int TYPE_OFFSET = 12;

  /** family u16, protocol u16, index u32, hardware type u16, packet type u8, length u8, address. */
  private static final int ADDRESS_BYTES = 20;

  private final Descriptor socket;
  private final NativeBuffer frame;
  private final NativeBuffer destination = new NativeBuffer(ADDRESS_BYTES);

  private PacketSocket(Descriptor socket, int maxFrameBytes) {
    this.socket = socket;
    frame = new NativeBuffer(maxFrameBytes);
    destination.bytes().putShort(0, (short) Libc.AF_PACKET);
  }

  static PacketSocket open(int maxFrameBytes) throws ErrnoException {
    // Protocol 0: it sends, and receives nothing.
    return new PacketSocket(Descriptor.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0), maxFrameBytes);
  }

  /** Lets a packet socket hear the frames of one Ethernet type that come in on one interface. */
  static void listen(Descriptor socket, int type, int interfaceIndex) throws ErrnoException {
    NativeBuffer address = new NativeBuffer(ADDRESS_BYTES);
    address.bytes().putShort(0, (short) Libc.AF_PACKET);
    address.bytes().put(2, (byte) (type >> 8)).put(3, (byte) type).putInt(4, interfaceIndex);
    if (Libc.bind(socket.fd(), address.address(), ADDRESS_BYTES) < 0) {
      throw new ErrnoException("listen to frames", Libc.errno());
    }
  }

  /** Its frames go first in the interface's queue. */
  void priority(int priority) throws ErrnoException {
    socket.option(Libc.SOL_SOCKET, Libc.SO_PRIORITY, priority);
  }

  /** Sends a frame through an interface; false when the kernel does not take it. */
  boolean send(int interfaceIndex, byte[] bytes, int length) {
    frame.bytes().put(0, bytes, 0, length);
    // The Ethernet type, which both sides keep in network order.
    destination.bytes().put(2, bytes[TYPE_OFFSET]).put(3, bytes[TYPE_OFFSET + 1]);
    destination.bytes().putInt(4, interfaceIndex).put(11, (byte) MAC_BYTES);
    destination.bytes().put(12, bytes, 0, MAC_BYTES);
    return Libc.sendto(
            socket.fd(),
            frame.address(),
            length,
            Libc.MSG_DONTWAIT,
            destination.address(),
            ADDRESS_BYTES)
        == length;
  }

  @Override
  public void close() {
    socket.close();
  }
}
