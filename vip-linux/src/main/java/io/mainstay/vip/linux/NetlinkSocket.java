package io.mainstay.vip.linux;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A netlink socket of one family, bound to the network namespace it was made in. */
final class NetlinkSocket implements NetlinkChannel {
  /** family u16, pad u16, port u32, groups u32. */
  private static final int ADDRESS_BYTES = 12;

  private static final int REQUEST_BYTES = 1024;
  private static final int FIRST_REPLY_BYTES = 65_536;

  /** A machine with hundreds of virtual functions answers with this much, never with more. */
  private static final int MAX_REPLY_BYTES = 4 << 20;

  private final Descriptor socket;
  private final NativeBuffer request;
  private final NativeBuffer kernel = new NativeBuffer(ADDRESS_BYTES);
  private final NativeBuffer sender = new NativeBuffer(ADDRESS_BYTES);
  private final NativeBuffer senderBytes = new NativeBuffer(4);
  private final PollSet readable = new PollSet();
  private NativeBuffer reply;
  private final int port;

  private NetlinkSocket(Descriptor socket, int groups, int requestBytes, int replyBytes)
      throws IOException {
    this.socket = socket;
    reply = new NativeBuffer(replyBytes);
    request = new NativeBuffer(requestBytes);
    kernel.bytes().putShort(0, (short) Libc.AF_NETLINK);
    NativeBuffer own = new NativeBuffer(ADDRESS_BYTES);
    own.bytes().putShort(0, (short) Libc.AF_NETLINK).putInt(8, groups);
    if (Libc.bind(socket.fd(), own.address(), ADDRESS_BYTES) < 0) {
      throw new ErrnoException("bind a netlink socket", Libc.errno());
    }
    senderBytes.bytes().putInt(0, ADDRESS_BYTES);
    if (Libc.getsockname(socket.fd(), own.address(), senderBytes.address()) < 0) {
      throw new ErrnoException("ask for the netlink port", Libc.errno());
    }
    port = own.bytes().getInt(4);
    readable.add(socket.fd());
    // Errors in words where the kernel has them; an old kernel has not, and answers in numbers.
    setIfKnown(Netlink.SOL_NETLINK, Netlink.NETLINK_CAP_ACK, 1);
    setIfKnown(Netlink.SOL_NETLINK, Netlink.NETLINK_EXT_ACK, 1);
  }

  /**
   * One of the route family.
   *
   * @param groups RTMGRP_… whose events arrive here, 0 for none
   */
  static NetlinkSocket open(int groups) throws IOException {
    return open(Netlink.NETLINK_ROUTE, groups, REQUEST_BYTES);
  }

  /**
   * @param family NETLINK_…
   * @param requestBytes how long the longest request may be
   */
  static NetlinkSocket open(int family, int groups, int requestBytes) throws IOException {
    return open(family, groups, requestBytes, FIRST_REPLY_BYTES);
  }

  /**
   * @param replyBytes the room for an answer to begin with; it grows with what the kernel sends
   */
  static NetlinkSocket open(int family, int groups, int requestBytes, int replyBytes)
      throws IOException {
    Descriptor socket = Descriptor.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, family);
    try {
      return new NetlinkSocket(socket, groups, requestBytes, replyBytes);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks for room for events; only a privileged process gets more than the system's limit. */
  void receiveBuffer(int bytes) {
    if (!setIfKnown(Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, bytes)) {
      setIfKnown(Libc.SOL_SOCKET, Libc.SO_RCVBUF, bytes);
    }
  }

  private boolean setIfKnown(int level, int option, int value) {
    try {
      socket.option(level, option, value);
      return true;
    } catch (ErrnoException e) {
      return false;
    }
  }

  int fd() {
    return socket.fd();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ByteBuffer request() {
    return request.bytes();
  }

  @Override
  public ByteBuffer reply() {
    return reply.bytes();
  }

  @Override
  public void send(int length) throws ErrnoException {
    long sent =
        Libc.sendto(socket.fd(), request.address(), length, 0, kernel.address(), ADDRESS_BYTES);
    if (sent < 0) {
      throw new ErrnoException("send a netlink request", Libc.errno());
    }
  }

  @Override
  public int receive(long maxNanos) throws IOException {
    long startNanos = System.nanoTime();
    while (true) {
      int length = receiveNow();
      if (length >= 0) {
        return length;
      }
      long leftNanos = maxNanos - (System.nanoTime() - startNanos);
      if (leftNanos <= 0) {
        return -1;
      }
      readable.await(leftNanos);
    }
  }

  /**
   * Takes what is there; -1 when nothing is.
   *
   * @throws ErrnoException ENOBUFS when the kernel had to drop something for this socket
   */
  int receiveNow() throws IOException {
    while (true) {
      // Asked for its size first, because what does not fit in the buffer is lost.
      long length = recvfrom(Libc.MSG_PEEK | Libc.MSG_TRUNC);
      if (length > reply.size()) {
        if (length > MAX_REPLY_BYTES) {
          recvfrom(0);
          throw new MalformedNetlinkException(length + " bytes in one datagram");
        }
        reply = new NativeBuffer((int) length);
      }
      if (length >= 0) {
        length = recvfrom(0);
      }
      if (length < 0) {
        return -1;
      }
      // Port 0 is the kernel; any process may send to us, and none is believed.
      if (sender.bytes().getInt(4) == 0) {
        return (int) length;
      }
    }
  }

  private long recvfrom(int flags) throws ErrnoException {
    while (true) {
      senderBytes.bytes().putInt(0, ADDRESS_BYTES);
      long length =
          Libc.recvfrom(
              socket.fd(),
              reply.address(),
              reply.size(),
              flags,
              sender.address(),
              senderBytes.address());
      if (length >= 0) {
        return length;
      }
      int errno = Libc.errno();
      if (errno == Errno.EAGAIN) {
        return -1;
      }
      if (errno != Errno.EINTR) {
        throw new ErrnoException("receive from netlink", errno);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
