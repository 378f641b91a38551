package io.mainstay.node.accesslog;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the clients that were named lately: all requests of a connection have its address in
 * common. For one thread.
 */
final class ClientTexts {
  /** Clients of one host come from different ports, so few of them want the same place. */
  private static final int PLACES = 512;

  private final @Nullable InetSocketAddress[] clients = new InetSocketAddress[PLACES];
  private final byte[][] texts = new byte[PLACES][];
  private final LineBuffer text = new LineBuffer(32);

  /** As {@link AddressText} writes it. */
  byte[] of(@Nullable InetSocketAddress client) {
    if (client == null) {
      return write(null);
    }
    int place = client.getPort() % PLACES;
    if (!client.equals(clients[place])) {
      clients[place] = client;
      texts[place] = write(client);
    }
    return texts[place];
  }

  private byte[] write(@Nullable InetSocketAddress client) {
    text.cut(0);
    AddressText.put(text, client);
    return text.copy();
  }
}
