package io.mainstay.proxy.netty;

import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.http1.HeadWriter;
import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.HttpLimits;
import io.mainstay.proxy.http1.MessageHead;
import io.mainstay.proxy.http1.RequestHead;
import io.mainstay.proxy.http1.RequestRules;
import io.mainstay.proxy.http1.ResponseHead;
import io.mainstay.proxy.tls.ClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that one event loop owns and no other touches. What is reused here from message to
 * message (heads, arrays) is only good until control returns to the loop.
 */
final class LoopContext {
  private static final Logger LOG = LoggerFactory.getLogger(LoopContext.class);
  private static final InetAddress NOWHERE = new InetSocketAddress(0).getAddress();
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  final EventLoop eventLoop;
  final Transport transport;
  final HttpLimits limits;

  /** Servers may cut their bodies as they like. */
  final HttpLimits responseLimits;

  final ProxyLimits proxyLimits;
  private final AddressCounts addresses;
  final int receiveBytes;
  final ReceiveBuffers buffers;
  final Flushes flushes;
  final DeadlineWheel wheel;
  final Http1HeadScanner scanner;
  final RequestRules requestRules;
  final RequestHead requestHead = new RequestHead();
  final ResponseHead responseHead = new ResponseHead();
  final HeadWriter writer;
  final byte[] scanned;
  final FrontendLoop[] frontends;
  final BackendLoop[] backends;
  final AtomicInteger connections;
  final int maxConnections;

  /** Scratch, as the heads. */
  final ClientHello clientHello = new ClientHello();

  final HandshakeFaults handshakes = new HandshakeFaults();
  final TlsPlane tls;

  private volatile long tickedNanos = System.nanoTime();
  private long reportedNanos = System.nanoTime() - REPORT_NANOS;
  private final Map<ClientSession, InetAddress> fronts = new HashMap<>();
  private @Nullable CompletableFuture<Void> drained;
  private boolean cutting;

  LoopContext(
      EventLoop eventLoop,
      Transport transport,
      ProxyConfig config,
      TlsPlane tls,
      List<BackendState> backendStates,
      ConnectionCounts counts) {
    this.eventLoop = eventLoop;
    this.tls = tls;
    this.transport = transport;
    this.connections = counts.all;
    this.maxConnections = config.limits().maxConnections();
    this.limits = config.limits().http();
    this.responseLimits = limits.withChunkOverheadBytes(Integer.MAX_VALUE);
    this.proxyLimits = config.limits();
    this.addresses = counts.addresses;
    this.receiveBytes = config.limits().receiveBufferBytes();
    this.buffers = new ReceiveBuffers(PooledByteBufAllocator.DEFAULT, receiveBytes);
    this.flushes = new Flushes(eventLoop);
    this.wheel = new DeadlineWheel(System.nanoTime());
    this.scanner = new Http1HeadScanner(limits);
    this.requestRules = new RequestRules(limits);
    this.writer = new HeadWriter(limits);
    this.scanned = new byte[limits.headBytes()];
    this.backends = new BackendLoop[backendStates.size()];
    for (int i = 0; i < backends.length; i++) {
      backends[i] = new BackendLoop(this, backendStates.get(i), config.limits().maxIdlePerServer());
    }
    this.frontends = new FrontendLoop[config.frontends().size()];
    for (int i = 0; i < frontends.length; i++) {
      String name = config.frontends().get(i).defaultBackend();
      frontends[i] =
          new FrontendLoop(
              this,
              config.frontends().get(i),
              backend(name),
              config.sessionListener(),
              counts.frontend(i));
    }
  }

  void start() {
    var unused =
        eventLoop.scheduleAtFixedRate(
            this::tick, DeadlineWheel.TICK_NANOS, DeadlineWheel.TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    long nowNanos = System.nanoTime();
    tickedNanos = nowNanos;
    wheel.advance(nowNanos);
  }

  /** By how much the loop is late with its tick; any thread may ask. */
  long lagNanos(long nowNanos) {
    return Math.max(0, nowNanos - tickedNanos - DeadlineWheel.TICK_NANOS);
  }

  /**
   * Scans for a head in what was set aside and {@code buf} behind it. Behind a complete head,
   * {@code buf} begins with what follows it; what is incomplete is set aside.
   */
  int scan(ByteBuf buf, Stash aside, MessageHead head) {
    if (aside.isEmpty()) {
      return behindHead(buf, aside, scanner.scan(scanned, 0, copyToScanned(buf), head));
    }
    int from = aside.length();
    aside.append(buf, buf.readerIndex(), buf.readableBytes());
    byte[] bytes = aside.bytes();
    int to = aside.length();
    if (!Http1HeadScanner.worthScanning(bytes, 0, from, to)) {
      return Http1HeadScanner.INCOMPLETE;
    }
    return behindHead(buf, aside, to, scanner.scan(bytes, 0, to, head));
  }

  private int copyToScanned(ByteBuf buf) {
    int count = Math.min(buf.readableBytes(), scanned.length);
    buf.getBytes(buf.readerIndex(), scanned, 0, count);
    return count;
  }

  private static int behindHead(ByteBuf buf, Stash aside, int result) {
    if (result > 0) {
      buf.skipBytes(result);
    } else if (result == Http1HeadScanner.INCOMPLETE) {
      aside.append(buf, buf.readerIndex(), buf.readableBytes());
    }
    return result;
  }

  /** All of {@code buf} was appended to {@code aside}, which then held {@code length} bytes. */
  private static int behindHead(ByteBuf buf, Stash aside, int length, int result) {
    if (result > 0) {
      buf.readerIndex(buf.writerIndex() - (length - result));
      aside.clear();
    }
    return result;
  }

  boolean draining() {
    return drained != null;
  }

  /** Whether the proxy stops and waits for nobody any more. */
  boolean cutting() {
    return cutting;
  }

  /**
   * Logs what no peer can cause, once a second at most; a peer's I/O errors are everyday.
   *
   * @return whether it is such a fault of the proxy itself
   */
  boolean report(Throwable cause) {
    long nowNanos = System.nanoTime();
    // Netty's word for a read from a connection that its peer has reset already.
    boolean peer = cause instanceof IOException || cause instanceof NotYetConnectedException;
    if (!peer && nowNanos - reportedNanos >= REPORT_NANOS) {
      reportedNanos = nowNanos;
      LOG.error("connection closed by a fault in the proxy", cause);
    }
    return !peer;
  }

  /** False when there are too many. */
  boolean opened(ClientSession front, SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    InetAddress address = remote == null ? NOWHERE : remote.getAddress();
    fronts.put(front, address);
    boolean room = connections.incrementAndGet() <= maxConnections;
    return addresses.opened(address) && room;
  }

  void closed(ClientSession front) {
    InetAddress address = fronts.remove(front);
    if (address != null) {
      connections.decrementAndGet();
      addresses.closed(address);
    }
    if (drained != null && fronts.isEmpty()) {
      drained.complete(null);
    }
  }

  /** Closes unused connections and lets the others end; {@code done} follows the last. */
  void drain(CompletableFuture<Void> done) {
    drained = done;
    for (ClientSession front : new ArrayList<>(fronts.keySet())) {
      front.drain();
    }
    if (fronts.isEmpty()) {
      done.complete(null);
    }
  }

  /** Cuts everything off. */
  void closeAll() {
    cutting = true;
    for (ClientSession front : new ArrayList<>(fronts.keySet())) {
      front.close();
    }
    for (BackendLoop backend : backends) {
      for (SharedServer server : backend.state.roster().servers()) {
        backend.server(server).closeIdle();
      }
    }
  }

  BackendLoop backend(String name) {
    for (BackendLoop backend : backends) {
      if (backend.state.backend.name().equals(name)) {
        return backend;
      }
    }
    throw new IllegalArgumentException("no backend " + name);
  }
}
