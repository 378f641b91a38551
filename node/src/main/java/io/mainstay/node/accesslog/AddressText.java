package io.mainstay.node.accesslog;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as logs have them: digits, and IPv6 in its short form (RFC 5952). Pure. */
public final class AddressText {
  private static final int GROUPS = 8;
  private static final int MOST_CHARACTERS = 39;

  private AddressText() {}

  /** {@code 127.0.0.1}, {@code ::1}, {@code fe80::1%eth0}. */
  public static String of(InetAddress address) {
    LineBuffer text = new LineBuffer(MOST_CHARACTERS);
    put(text, address);
    String written = address.getHostAddress();
    int zone = written.indexOf('%');
    return zone < 0 ? text.toString() : text + written.substring(zone);
  }

  /**
   * {@code 127.0.0.1:80}, {@code [::1]:80}.
   *
   * @param address one that is resolved
   */
  public static String of(InetSocketAddress address) {
    String host = of(address.getAddress());
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** {@code 127.0.0.1:50780} or, as HAProxy writes it, {@code ::1:50780}; {@code -:0} for null. */
  static void put(LineBuffer line, @Nullable InetSocketAddress address) {
    if (address == null || address.getAddress() == null) {
      line.put("-:0");
      return;
    }
    put(line, address.getAddress());
    line.put(':').put(address.getPort());
  }

  static void put(LineBuffer line, InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      for (int i = 0; i < bytes.length; i++) {
        (i == 0 ? line : line.put('.')).put(bytes[i] & 0xff);
      }
    } else {
      putGroups(line, bytes);
    }
  }

  private static void putGroups(LineBuffer line, byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int gap = longestGap(groups);
    int behind = gap + gapLength(groups, gap);
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        line.put("::");
        i = behind - 1;
      } else {
        (i == 0 || i == behind ? line : line.put(':')).put(Integer.toHexString(groups[i]));
      }
    }
  }

  /** Where the first of the longest rows of zeros begins, if any has two; else behind the end. */
  private static int longestGap(int[] groups) {
    int best = GROUPS;
    int most = 1;
    for (int i = 0; i < GROUPS; i++) {
      if (gapLength(groups, i) > most) {
        best = i;
        most = gapLength(groups, i);
      }
    }
    return best;
  }

  private static int gapLength(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }
}
