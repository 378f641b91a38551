package io.mainstay.vip.linux;

/** The kernel's error numbers that mean something here, the same on x86-64 and arm64. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EPIPE = 32;
  static final int EPROTONOSUPPORT = 93;
  static final int EOPNOTSUPP = 95;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETDOWN = 100;
  static final int ENETUNREACH = 101;
  static final int ENOBUFS = 105;
  static final int ECONNREFUSED = 111;

  private Errno() {}

  /** What a person calls it. */
  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "not permitted (EPERM)";
      case ENOENT -> "does not exist (ENOENT)";
      case ENOMEM -> "out of memory (ENOMEM)";
      case EACCES -> "access denied (EACCES)";
      case EBUSY -> "busy (EBUSY)";
      case EEXIST -> "exists already (EEXIST)";
      case ENODEV -> "no such device (ENODEV)";
      case EINVAL -> "invalid (EINVAL)";
      case EPROTONOSUPPORT -> "protocol not supported (EPROTONOSUPPORT)";
      case EOPNOTSUPP -> "not supported (EOPNOTSUPP)";
      case EAFNOSUPPORT -> "address family not supported (EAFNOSUPPORT)";
      case EADDRINUSE -> "address in use (EADDRINUSE)";
      case EADDRNOTAVAIL -> "no such address (EADDRNOTAVAIL)";
      case ENETDOWN -> "network down (ENETDOWN)";
      case ENETUNREACH -> "network unreachable (ENETUNREACH)";
      case ENOBUFS -> "no buffer space (ENOBUFS)";
      case ECONNREFUSED -> "nobody listens there (ECONNREFUSED)";
      default -> "errno " + errno;
    };
  }
}
