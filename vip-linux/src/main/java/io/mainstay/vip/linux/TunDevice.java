package io.mainstay.vip.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A TUN device that exists as long as this process holds it open. No packet is ever read from it:
 * it only carries addresses, and nothing is routed to it.
 */
final class TunDevice implements AutoCloseable {
  private static final String PATH = "/dev/net/tun";

  /** The kernel puts the first free number in the place of %d. */
  private static final String NAME_PATTERN = "mainstay%d";

  private static final long TUNSETIFF = 0x400454caL;
  private static final short IFF_TUN = 0x0001;
  private static final short IFF_NO_PI = 0x1000;

  /** struct ifreq: the name, then a union of which the flags are the first two bytes. */
  private static final int REQUEST_BYTES = 40;

  private static final int NAME_BYTES = 16;

  private final Descriptor device;
  private final String name;
  private final int index;

  private TunDevice(Descriptor device, String name, int index) {
    this.device = device;
    this.name = name;
    this.index = index;
  }

  /** Makes the device in the calling thread's network namespace and sets it up. */
  static TunDevice open(NetlinkClient netlink) throws IOException {
    Descriptor device = Descriptor.file(PATH);
    try {
      NativeBuffer request = new NativeBuffer(REQUEST_BYTES);
      request.bytes().put(0, NAME_PATTERN.getBytes(StandardCharsets.US_ASCII));
      request.bytes().putShort(NAME_BYTES, (short) (IFF_TUN | IFF_NO_PI));
      if (Libc.ioctl(device.fd(), TUNSETIFF, request.address()) < 0) {
        throw new ErrnoException("make a TUN device", Libc.errno());
      }
      byte[] given = new byte[NAME_BYTES];
      request.bytes().get(0, given);
      String name = new String(given, StandardCharsets.US_ASCII).replace("\0", "");
      LinkEntry link = netlink.link(name);
      if (link == null) {
        throw new IOException("the TUN device " + name + " is not in this network namespace");
      }
      netlink.raiseLink(link.index());
      return new TunDevice(device, name, link.index());
    } catch (IOException | RuntimeException e) {
      device.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  int index() {
    return index;
  }

  /** Takes the device away, with the addresses on it. */
  @Override
  public void close() {
    device.close();
  }
}
