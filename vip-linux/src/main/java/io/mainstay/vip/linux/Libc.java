package io.mainstay.vip.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library, bound directly. Every argument is a primitive, and pointers are {@code long}
 * addresses, so that a call makes no garbage; {@code size_t} and {@code nfds_t} are 64 bits wide on
 * the platforms served here (x86-64 and arm64, whose Linux constants and layouts below are the
 * same, with glibc as with musl).
 *
 * <p>A call that returns -1 has its errno in {@link #errno()}: JNA saves it for the thread inside
 * the native call itself, before the virtual machine can make a system call of its own.
 */
final class Libc {
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int AF_PACKET = 17;

  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;

  static final int MSG_PEEK = 0x2;
  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;

  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_PRIORITY = 12;
  static final int SO_RCVBUFFORCE = 33;

  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;

  static final short POLLIN = 1;

  static {
    // The process has its C library open already, whatever file that came from.
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int socket(int domain, int type, int protocol);

  static native int bind(int fd, long address, int length);

  static native int getsockname(int fd, long address, long length);

  static native int setsockopt(int fd, int level, int option, long value, int length);

  static native long sendto(int fd, long data, long size, int flags, long address, int length);

  static native long recvfrom(int fd, long data, long size, int flags, long address, long length);

  static native long sendmsg(int fd, long message, int flags);

  static native long recvmsg(int fd, long message, int flags);

  static native int ppoll(long fds, long count, long timeout, long signalMask);

  static native int eventfd(int initial, int flags);

  static native long read(int fd, long data, long size);

  static native long write(int fd, long data, long size);

  static native int open(long path, int flags, int mode);

  static native int ioctl(int fd, long request, long argument);

  static native int close(int fd);

  static native long pthread_self();

  /** Returns its error itself. */
  static native int pthread_setschedparam(long thread, int policy, long parameters);

  static native int setpriority(int which, int who, int niceness);

  /** Why the last call on this thread returned -1. */
  static int errno() {
    return Native.getLastError();
  }
}
