package io.mainstay.grpc;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One probe from connect to close; the loop's thread owns it. */
final class GrpcProbe {
  private static final String PATH = "/grpc.health.v1.Health/Check";

  private final CompletableFuture<CheckResult> answer = new CompletableFuture<>();
  private final byte[] request;
  private final String authority;
  private final Duration timeout;
  private final long startNanos = System.nanoTime();
  private boolean connected;
  private @Nullable Future<?> deadline;
  private @Nullable Channel channel;

  GrpcProbe(byte[] request, String authority, Duration timeout) {
    this.request = request;
    this.authority = authority;
    this.timeout = timeout;
  }

  CompletableFuture<CheckResult> answer() {
    return answer;
  }

  /** What the connection is made of; its deadline begins before it connects. */
  ChannelInitializer<Channel> initializer() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel opened) {
        channel = opened;
        deadline =
            opened
                .eventLoop()
                .schedule(GrpcProbe.this::onLate, timeout.toNanos(), TimeUnit.NANOSECONDS);
        var unused = answer.whenComplete((result, failure) -> close(opened));
        opened.closeFuture().addListener(closed -> cancelDeadline());
        opened
            .pipeline()
            .addLast(
                Http2FrameCodecBuilder.forClient()
                    .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
                    .gracefulShutdownTimeoutMillis(0)
                    .build())
            .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
            .addLast(new Connection());
      }
    };
  }

  private static void close(Channel opened) {
    // Not at once: who answered may be in the middle of the pipeline.
    opened
        .eventLoop()
        .execute(
            () -> {
              ChannelFuture unused = opened.close();
            });
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void onLate() {
    String within = " within " + timeout.toMillis() + " ms";
    if (connected) {
      end(CheckCode.L7TOUT, "no response" + within);
    } else {
      end(CheckCode.L4TOUT, "no connection" + within);
    }
  }

  void onConnected(Future<? super Void> connect) {
    Channel opened = channel;
    if (!connect.isSuccess() || opened == null) {
      end(opened == null ? CheckCode.SOCKERR : CheckCode.L4CON, text(connect.cause()));
      return;
    }
    // A probe of a free local port can be given that very port and so connect to itself.
    if (opened.localAddress().equals(opened.remoteAddress())) {
      end(CheckCode.L4CON, "Connection refused");
      return;
    }
    connected = true;
    new Http2StreamChannelBootstrap(opened)
        .handler(new GrpcAnswer(this))
        .open()
        .addListener(
            (Future<Http2StreamChannel> stream) -> {
              if (stream.isSuccess()) {
                ask(stream.getNow());
              } else {
                end(CheckCode.L7RSP, text(stream.cause()));
              }
            });
  }

  private void ask(Http2StreamChannel stream) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("http")
            .path(PATH)
            .authority(authority)
            .set("content-type", "application/grpc")
            .set("te", "trailers")
            .set("user-agent", "mainstay-check")
            .set("grpc-timeout", Math.max(1, Math.min(99_999_999, timeout.toMillis())) + "m");
    ChannelFuture unusedToo = stream.write(new DefaultHttp2HeadersFrame(headers));
    ChannelFuture unused =
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(request), true));
  }

  void end(CheckCode code, String description) {
    end(code, CheckResult.NO_STATUS, description);
  }

  void end(CheckCode code, int status, String description) {
    String line = description.replaceAll("\\p{Cntrl}", " ");
    answer.complete(new CheckResult(code, status, line, System.nanoTime() - startNanos));
  }

  static String text(@Nullable Throwable failure) {
    if (failure == null) {
      return "the connection was given up";
    }
    Throwable root = failure.getCause() != null ? failure.getCause() : failure;
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  /** What happens to the connection as a whole. */
  private final class Connection extends ChannelInboundHandlerAdapter {
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(CheckCode.L7RSP, "connection closed without an answer");
      context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      boolean socket = cause instanceof java.io.IOException;
      end(socket ? CheckCode.SOCKERR : CheckCode.L7RSP, text(cause));
    }
  }
}
