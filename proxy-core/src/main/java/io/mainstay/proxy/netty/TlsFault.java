package io.mainstay.proxy.netty;

import io.netty.handler.codec.DecoderException;

/** What Netty wraps a peer's mistakes in. */
final class TlsFault {
  private TlsFault() {}

  /** The peer's mistake itself, which is an I/O error; or what was not the peer's as it is. */
  static Throwable plain(Throwable cause) {
    Throwable inner = cause.getCause();
    return cause instanceof DecoderException && inner != null ? inner : cause;
  }
}
