package io.mainstay.benchmarks.compare.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What every launcher is told.
 *
 * @param setting HTTP, TCP or POOL, and for Mainstay the transport behind a colon
 * @param bind where to listen
 * @param servers where to send
 */
record Arguments(String setting, InetSocketAddress bind, List<InetSocketAddress> servers) {
  static Arguments of(String... words) {
    return new Arguments(
        words[0],
        local(words[1]),
        Arrays.stream(words, 2, words.length).map(Arguments::local).toList());
  }

  private static InetSocketAddress local(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  /** Waits for the parent to close standard input, as it does when it ends in whatever way. */
  static void awaitParent() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is ever said.
    }
    System.exit(0);
  }
}
