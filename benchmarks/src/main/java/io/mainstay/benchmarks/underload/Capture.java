package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the VRRP over IPv4 in a capture of tcpdump's, with the kernel's times in nanoseconds. */
final class Capture {
  private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
  private static final int FILE_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int ETHERNET_BYTES = 14;
  private static final int SOURCE_LAST_BYTE = 15;
  private static final int VRRP_HEADER_BYTES = 8;

  private Capture() {}

  static List<Advert> read(Path file) {
    try {
      return read(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new BenchException("cannot read the capture: " + e, e);
    }
  }

  /** All advertisements in order; a last record that is cut short is left out. */
  static List<Advert> read(ByteBuffer bytes) {
    ByteBuffer capture = bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (capture.remaining() < FILE_HEADER_BYTES || capture.getInt(0) != NANOSECOND_MAGIC) {
      throw new BenchException("the capture is not one of tcpdump's in nanoseconds");
    }
    List<Advert> adverts = new ArrayList<>();
    int at = FILE_HEADER_BYTES;
    while (at + RECORD_HEADER_BYTES <= capture.limit()) {
      int length = capture.getInt(at + 8);
      int frame = at + RECORD_HEADER_BYTES;
      if (length < 0 || frame + length > capture.limit()) {
        break;
      }
      long nanos =
          Integer.toUnsignedLong(capture.getInt(at)) * 1_000_000_000L + capture.getInt(at + 4);
      addAdvert(adverts, capture, frame, length, nanos);
      at = frame + length;
    }
    return adverts;
  }

  private static void addAdvert(
      List<Advert> adverts, ByteBuffer capture, int frame, int length, long nanos) {
    int ip = frame + ETHERNET_BYTES;
    int vrrp = ip + (capture.get(ip) & 0x0f) * 4;
    if (vrrp + VRRP_HEADER_BYTES <= frame + length) {
      adverts.add(
          new Advert(
              nanos,
              Byte.toUnsignedInt(capture.get(ip + SOURCE_LAST_BYTE)),
              Byte.toUnsignedInt(capture.get(vrrp + 1)),
              Byte.toUnsignedInt(capture.get(vrrp + 2))));
    }
  }
}
