package io.mainstay.proxy.netty;

/** What an event loop does with a client's connection, whatever it speaks. */
interface ClientSession {
  /** The proxy stops: ends what is unused, and lets the rest end by itself. */
  void drain();

  /** Cuts it off. */
  void close();
}
