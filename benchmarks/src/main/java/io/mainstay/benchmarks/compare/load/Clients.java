package io.mainstay.benchmarks.compare.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The clients of one plan. Everything runs on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // What became of a channel is seen by its handler.
final class Clients {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int CONNECTING_AT_A_TIME = 64;
  private static final int CONNECT_MILLIS = 5_000;

  /**
   * A proxy without a server refuses in no time; clients that come back at once would only spin.
   */
  private static final long COME_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Plan plan;
  private final LoadLoop loop;
  private final ByteBuf request;
  private final HeadLength learned = new HeadLength();
  private final Bootstrap bootstrap;
  private final @Nullable ClientTls tls;
  private final Set<ClientConnection> open = new HashSet<>();
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
  private int toOpen;
  private int toAnswerFirst;
  private long answers;
  private long errors;
  private String firstError = "";
  private boolean ended;
  private long beganNanos;
  private long sent;

  Clients(Plan plan, LoadLoop loop, ReceiveBuffer receive) {
    this.plan = plan;
    this.loop = loop;
    this.request = Unpooled.directBuffer().writeBytes(plan.dialogue().request());
    this.toOpen = plan.connections();
    this.tls = plan.security() == Plan.Security.NONE ? null : new ClientTls(plan);
    this.toAnswerFirst = plan.connections();
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .remoteAddress(plan.proxy())
            .option(ChannelOption.RECVBUF_ALLOCATOR, receive)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(EpollChannelOption.SO_REUSEADDR, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (tls != null) {
                      tls.addTo(channel);
                    }
                    channel.pipeline().addLast(newConnection());
                  }
                });
  }

  /** Completes when every client had its first answer, and fails with the first error. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** What kept the clients from being ready; read once {@link #ready} has failed. */
  String whyNot() {
    return firstError;
  }

  /** Connects. */
  void begin() {
    beganNanos = System.nanoTime();
    for (int i = 0; i < CONNECTING_AT_A_TIME && toOpen > 0; i++) {
      connectNext();
    }
    if (plan.pace() == Plan.Pace.FIXED_RATE) {
      loop.everyTurn(this::sendWhatIsDue);
    }
  }

  void reset() {
    latency.reset();
    answers = 0;
  }

  Tally tally() {
    return new Tally(answers, errors, firstError, latency.copy());
  }

  void end() {
    ended = true;
    loop.everyTurn(null);
    Set.copyOf(open).forEach(ClientConnection::close);
    request.release();
    if (tls != null) {
      tls.close();
    }
  }

  Plan.Pace pace() {
    return plan.pace();
  }

  boolean streaming() {
    return plan.dialogue().form() == Dialogue.Form.STREAM;
  }

  void opened(ClientConnection connection) {
    if (ended) {
      connection.close();
      return;
    }
    open.add(connection);
    if (plan.pace() == Plan.Pace.FIXED_RATE) {
      idle.add(connection);
      firstAnswer();
    } else {
      connection.send(
          plan.pace() == Plan.Pace.NEW_CONNECTION ? connection.bornNanos() : System.nanoTime());
    }
  }

  /** A right answer came to a request that was or should have been sent then. */
  void answered(ClientConnection connection, long sinceNanos) {
    long nowNanos = System.nanoTime();
    answers++;
    latency.recordValue(Math.min(nowNanos - sinceNanos, LONGEST_NANOS));
    if (connection.answeredFirst()) {
      firstAnswer();
    }
    switch (plan.pace()) {
      case AT_ONCE, COME_WHAT_MAY -> {
        if (!ended) {
          connection.send(nowNanos);
        }
      }
      case FIXED_RATE -> idle.add(connection);
      case NEW_CONNECTION, ONCE -> {}
    }
  }

  /** A block of an endless answer came. */
  void streamed(ClientConnection connection, long sinceNanos, long nowNanos) {
    answers++;
    latency.recordValue(Math.min(nowNanos - sinceNanos, LONGEST_NANOS));
    if (connection.answeredFirst()) {
      firstAnswer();
    }
  }

  /** A connection is gone; {@code complaint} is empty when that was its time. */
  void gone(ClientConnection connection, String complaint) {
    open.remove(connection);
    if (ended) {
      return;
    }
    if (complaint.isEmpty()) {
      reconnect();
      return;
    }
    errors++;
    if (firstError.isEmpty()) {
      firstError = complaint;
    }
    idle.remove(connection);
    if (plan.pace() == Plan.Pace.COME_WHAT_MAY) {
      loop.schedule(this::reconnect, COME_BACK_NANOS, TimeUnit.NANOSECONDS);
    } else {
      ready.completeExceptionally(new IllegalStateException(complaint));
    }
  }

  private void firstAnswer() {
    toAnswerFirst--;
    if (toAnswerFirst == 0) {
      beganNanos = System.nanoTime();
      sent = 0;
      ready.complete(null);
    }
    if (toOpen > 0 && !ended) {
      connectNext();
    }
  }

  private void connectNext() {
    toOpen--;
    reconnect();
  }

  private void reconnect() {
    if (ended) {
      return;
    }
    bootstrap
        .connect()
        .addListener(
            opening -> {
              if (!opening.isSuccess()) {
                failedToConnect(String.valueOf(opening.cause()));
              }
            });
  }

  private void failedToConnect(String cause) {
    if (ended) {
      return;
    }
    errors++;
    if (firstError.isEmpty()) {
      firstError = cause;
    }
    if (plan.pace() == Plan.Pace.COME_WHAT_MAY) {
      loop.schedule(this::reconnect, COME_BACK_NANOS, TimeUnit.NANOSECONDS);
    } else {
      ready.completeExceptionally(new IllegalStateException(cause));
    }
  }

  private ClientConnection newConnection() {
    return new ClientConnection(
        this, request.retainedSlice(), Incoming.answers(plan.dialogue(), learned), tls != null);
  }

  private void sendWhatIsDue() {
    if (!ready.isDone()) {
      return;
    }
    long nowNanos = System.nanoTime();
    long dueNanos = dueNanos();
    while (dueNanos - nowNanos <= 0 && !idle.isEmpty()) {
      idle.remove().send(dueNanos);
      sent++;
      dueNanos = dueNanos();
    }
  }

  private long dueNanos() {
    return beganNanos + (long) (sent * 1e9 / plan.requestsPerSecond());
  }
}
