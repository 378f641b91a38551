package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Builds the datagrams of the vector files, independently of the encoder. */
public final class Datagrams {
  byte[] message;
  AddressFamily family = AddressFamily.IPV4;
  InetAddress source = address("192.0.2.251");
  InetAddress destination = address("224.0.0.18");
  int ttl = 255;
  int protocol = 112;
  int ihl = 5;
  int totalLength = -1;
  int fragment;
  int optionBytes;
  int interfaceIndex = 7;
  int rawBytes = -1;

  private Datagrams(byte[] message) {
    this.message = message;
  }

  public static Datagrams base(String name) {
    Datagrams datagram =
        switch (name) {
          case "v2" -> new Datagrams(hex("210bc80200010000c0000201c00002020000000000000000"));
          case "v3" -> new Datagrams(hex("310ac8020064828ac0000201c0000202"));
          case "v6" ->
              new Datagrams(
                  hex(
                      "310ac80200640000fe80000000000000000000000000000120010db8000000000000000000000001"));
          default -> throw new AssertionError(name);
        };
    if (name.equals("v6")) {
      datagram.family = AddressFamily.IPV6;
      datagram.source = address("fe80::c8");
      datagram.destination = address("ff02::12");
    }
    datagram.mutate(name.equals("v6") ? "sum=pseudo" : "sum=message");
    return datagram;
  }

  static Datagrams ofMessage(byte[] message, InetAddress source) {
    Datagrams datagram = new Datagrams(message.clone());
    datagram.source = source;
    if (source.getAddress().length == 16) {
      datagram.family = AddressFamily.IPV6;
      datagram.destination = address("ff02::12");
    }
    return datagram;
  }

  public void mutate(String mutation) {
    int equals = mutation.indexOf('=');
    String key = equals < 0 ? mutation : mutation.substring(0, equals);
    String value = mutation.substring(equals + 1);
    switch (key) {
      case "ttl" -> ttl = Integer.parseInt(value);
      case "nohop" -> ttl = ReceivedDatagram.NO_HOP_LIMIT;
      case "src" -> source = address(value);
      case "dst" -> destination = address(value);
      case "proto" -> protocol = Integer.parseInt(value);
      case "ihl" -> ihl = Integer.parseInt(value);
      case "totlen" -> totalLength = Integer.parseInt(value);
      case "frag" -> fragment = Integer.parseInt(value, 16);
      case "options" -> {
        ihl = 6;
        optionBytes = 4;
      }
      case "if" -> interfaceIndex = Integer.parseInt(value);
      case "at" -> {
        int colon = value.indexOf(':');
        byte[] bytes = hex(value.substring(colon + 1));
        System.arraycopy(
            bytes, 0, message, Integer.parseInt(value.substring(0, colon)), bytes.length);
      }
      case "cut" -> message = Arrays.copyOf(message, Integer.parseInt(value));
      case "pad" -> {
        byte[] bytes = hex(value);
        int length = message.length;
        message = Arrays.copyOf(message, length + bytes.length);
        System.arraycopy(bytes, 0, message, length, bytes.length);
      }
      case "raw" -> rawBytes = Integer.parseInt(value);
      case "many" -> {
        message = Arrays.copyOf(message, 8 + 255 * 16);
        message[3] = (byte) 255;
        for (int i = 1; i < 255; i++) {
          message[8 + i * 16] = 0x20;
          message[8 + i * 16 + 15] = (byte) i;
        }
      }
      case "sum+1" -> message[7]++;
      case "sumswap" -> {
        byte high = message[6];
        message[6] = message[7];
        message[7] = high;
      }
      case "sum" -> checksum(value);
      default -> throw new AssertionError(mutation);
    }
  }

  private void checksum(String value) {
    byte[] sum;
    if (value.equals("message") || value.equals("pseudo")) {
      message[6] = 0;
      message[7] = 0;
      long total = words(message);
      if (value.equals("pseudo")) {
        total += words(source.getAddress()) + words(destination.getAddress());
        total += 112 + message.length;
      }
      while (total > 0xffff) {
        total = (total >> 16) + (total & 0xffff);
      }
      sum = new byte[] {(byte) (~total >> 8), (byte) ~total};
    } else {
      sum = hex(value);
    }
    message[6] = sum[0];
    message[7] = sum[1];
  }

  private static long words(byte[] bytes) {
    long total = 0;
    for (int i = 0; i < bytes.length; i++) {
      total += (long) (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    return total;
  }

  public ReceivedDatagram received() {
    ReceivedDatagram datagram = new ReceivedDatagram();
    datagram.family = family;
    datagram.interfaceIndex = interfaceIndex;
    if (rawBytes >= 0) {
      Arrays.fill(datagram.bytes, 0, rawBytes, (byte) 0xff);
      datagram.length = rawBytes;
    }
    if (family == AddressFamily.IPV6) {
      datagram.hopLimit = ttl;
      System.arraycopy(source.getAddress(), 0, datagram.source, 0, 16);
      System.arraycopy(destination.getAddress(), 0, datagram.destination, 0, 16);
    }
    if (rawBytes >= 0) {
      return datagram;
    }
    int header = family == AddressFamily.IPV6 ? 0 : 20 + optionBytes;
    if (header > 0) {
      byte[] bytes = datagram.bytes;
      int total = totalLength >= 0 ? totalLength : header + message.length;
      bytes[0] = (byte) (0x40 | ihl);
      bytes[2] = (byte) (total >> 8);
      bytes[3] = (byte) total;
      bytes[6] = (byte) (fragment >> 8);
      bytes[7] = (byte) fragment;
      bytes[8] = (byte) ttl;
      bytes[9] = (byte) protocol;
      System.arraycopy(source.getAddress(), 0, bytes, 12, 4);
      System.arraycopy(destination.getAddress(), 0, bytes, 16, 4);
    }
    System.arraycopy(message, 0, datagram.bytes, header, message.length);
    datagram.length = header + message.length;
    return datagram;
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e);
    }
  }
}
