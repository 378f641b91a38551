package io.mainstay.proxy.netty;

import io.mainstay.proxy.TransportKind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/**
 * One of Netty's transports.
 *
 * @param kind which one, never AUTO
 * @param ioHandlers what an event loop waits with
 * @param listeners makes listening channels
 * @param connections makes channels to servers
 * @param quickAck TCP_QUICKACK of tcp(7)
 */
record Transport(
    TransportKind kind,
    IoHandlerFactory ioHandlers,
    ChannelFactory<? extends ServerSocketChannel> listeners,
    ChannelFactory<? extends SocketChannel> connections,
    ChannelOption<Boolean> quickAck) {

  private static final String ACCEPT_MULTI_SHOT = "io.netty.iouring.acceptMultiShotEnabled";
  private static final String POLL_MULTI_SHOT = "io.netty.iouring.pollAddMultishotEnabled";

  /** TCP_QUICKACK, tcp(7); Netty has no name for it on listeners. */
  private static final ChannelOption<Integer> QUICK_ACK =
      new IntegerUnixChannelOption("TCP_QUICKACK", 6, 12);

  static Transport of(TransportKind kind) throws IOException {
    return switch (kind) {
      case AUTO -> of(Epoll.isAvailable() ? TransportKind.EPOLL : TransportKind.NIO);
      case EPOLL -> {
        require(kind, Epoll.isAvailable(), Epoll.unavailabilityCause());
        yield new Transport(
            kind,
            EpollIoHandler.newFactory(),
            EpollServerSocketChannel::new,
            EpollSocketChannel::new,
            EpollChannelOption.TCP_QUICKACK);
      }
      case IO_URING -> {
        avoidHarmfulMultiShots();
        require(kind, IoUring.isAvailable(), IoUring.unavailabilityCause());
        yield new Transport(
            kind,
            IoUringIoHandler.newFactory(),
            IoUringServerSocketChannel::new,
            IoUringSocketChannel::new,
            IoUringChannelOption.TCP_QUICKACK);
      }
      case NIO ->
          new Transport(
              kind,
              NioIoHandler.newFactory(),
              NioServerSocketChannel::new,
              NioSocketChannel::new,
              NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK));
    };
  }

  /** Whether every event loop can have its own listening socket on one port. */
  boolean portsShared() {
    return kind != TransportKind.NIO;
  }

  /**
   * Has a connection that is not registered yet read as soon as it is, if its handler lets it.
   * Otherwise Netty tells epoll of it first, and in a second system call that it reads.
   */
  void readFromTheStart(SocketChannel connection) {
    if (kind == TransportKind.EPOLL && connection.config().isAutoRead()) {
      connection.unsafe().beginRead();
    }
  }

  /** Lets a listener bind an address that comes to this host later. */
  void bindBeforeItIsHere(Bootstrap listener) throws IOException {
    switch (kind) {
      case EPOLL -> listener.option(EpollChannelOption.IP_FREEBIND, true);
      case IO_URING -> listener.option(IoUringChannelOption.IP_FREEBIND, true);
      default ->
          throw new IOException("transport NIO binds only addresses that are here; bind * instead");
    }
  }

  /**
   * Has the kernel acknowledge the first request of each connection with its answer, as it does
   * with later ones, and not in a segment of its own. Connections inherit it from a listener that
   * listens already; before that the kernel forgets it.
   */
  void acknowledgeWithAnswers(Channel listener) {
    if (kind != TransportKind.NIO) {
      prefer(listener, QUICK_ACK, 0);
    }
  }

  /**
   * Has the kernel acknowledge at once what came, and what comes until something is sent: a client
   * with Nagle's algorithm (RFC 9293 section 3.7.4) holds back the rest until then. A kernel that
   * expects an answer, which could take the acknowledgement along, waits 40 ms for it.
   */
  void acknowledgeAtOnce(SocketChannel connection) {
    prefer(connection, quickAck, true);
  }

  /**
   * Has the end of what is not flushed yet leave in one segment with the goodbye that follows at
   * once. To ask for it costs less than the segment and the acknowledgement that it saves. {@link
   * #closeBehind} or {@link #endOutput} says that goodbye; another close would lose what is held if
   * the client sent more meanwhile.
   */
  void holdForGoodbye(SocketChannel connection) {
    if (kind == TransportKind.EPOLL) {
      prefer(connection, EpollChannelOption.TCP_CORK, true);
    }
  }

  /** Closes as {@link #close} does, behind a goodbye that takes along what was held for it. */
  void closeBehind(SocketChannel connection) {
    if (kind == TransportKind.EPOLL && !TlsRecords.isOn(connection)) {
      endDescriptor((UnixChannel) connection);
    }
    close(connection);
  }

  /** Closes a registered connection; on its event loop. TLS says goodbye first. */
  @SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
  void close(Channel connection) {
    switch (kind) {
      case EPOLL -> {
        if (!TlsRecords.isOn(connection)) {
          closeDescriptor((UnixChannel) connection);
        }
      }
      // Netty reads once more behind channelActive, and here that read would never end.
      case IO_URING -> connection.config().setAutoRead(false);
      default -> {}
    }
    connection.close();
  }

  /** Closes without a goodbye, so that the peer learns that this is not the end it waited for. */
  @SuppressWarnings("FutureReturnValueIgnored") // Who closes does not wait for it.
  static void reset(Channel connection) {
    if (connection.isOpen()) {
      connection.config().setOption(ChannelOption.SO_LINGER, 0);
      // Before the first handler there is no TLS that would say goodbye.
      connection.pipeline().firstContext().close();
    }
  }

  /**
   * Says the last word; what was written before must be flushed. TLS says it in its own way too.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // What is returned follows it.
  static ChannelFuture endOutput(SocketChannel connection) {
    SslHandler tls = connection.pipeline().get(SslHandler.class);
    if (tls == null) {
      return connection.shutdownOutput();
    }
    ChannelPromise done = connection.newPromise();
    var unused = tls.closeOutbound().addListener(said -> connection.shutdownOutput(done));
    return done;
  }

  private static void endDescriptor(UnixChannel connection) {
    try {
      ((Socket) connection.fd()).shutdown(false, true);
    } catch (IOException | NotYetConnectedException e) {
      // The peer has left, so there is nobody to say it to; ENOTCONN is the latter to Netty.
      return;
    }
  }

  /** Sets what makes a connection cheaper or faster, and no difference otherwise. */
  private static <T> void prefer(Channel channel, ChannelOption<T> option, T value) {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.config().setOption(option, value);
    } catch (ChannelException e) {
      // A sandbox that does not know it, or a connection that is about to be closed.
      return;
    }
  }

  /**
   * Netty would ask for SO_LINGER and tell epoll first, in a system call each: the kernel knows the
   * one, and forgets a closed descriptor by itself.
   */
  private static void closeDescriptor(UnixChannel connection) {
    try {
      connection.fd().close();
    } catch (IOException e) {
      // Linux has let go of the descriptor whatever it says, and a socket's peer sees the rest.
      return;
    }
  }

  /**
   * Two of Netty's multi-shot requests to the kernel do harm. It arms a multi-shot accept anew as
   * soon as it fails, even when the listener does not read: without file descriptors left every
   * event loop would spin. And its multi-shot poll does not tell of a reset that came together with
   * data: such a connection would stay until its deadline. Netty reads this once, before its first
   * ring; whoever sets it on the command line knows better.
   */
  private static void avoidHarmfulMultiShots() {
    for (String property : List.of(ACCEPT_MULTI_SHOT, POLL_MULTI_SHOT)) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "false");
      }
    }
  }

  private static void require(TransportKind kind, boolean available, Throwable cause)
      throws IOException {
    if (!available) {
      throw new IOException("transport " + kind + " does not work here: " + cause, cause);
    }
  }
}
