package io.mainstay.vip.digitalocean;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Addresses as the API writes them, IPv6 in the shortest form (RFC 5952). Pure. */
final class AddressText {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final int GROUPS = 8;

  private AddressText() {}

  static String write(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int from = longestZeros(groups);
    int length = zerosFrom(groups, from);
    if (length < 2) {
      return joined(groups, 0, GROUPS);
    }
    return joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
  }

  /** Reads an address; a name is none, and is not looked up. */
  static Optional<InetAddress> read(String text) {
    boolean literal =
        text.contains(":") ? IPV6.matcher(text).matches() : IPV4.matcher(text).matches();
    if (!literal) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static int longestZeros(int[] groups) {
    int longest = 0;
    for (int i = 1; i < GROUPS; i++) {
      if (zerosFrom(groups, i) > zerosFrom(groups, longest)) {
        longest = i;
      }
    }
    return longest;
  }

  private static int zerosFrom(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String joined(int[] groups, int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
