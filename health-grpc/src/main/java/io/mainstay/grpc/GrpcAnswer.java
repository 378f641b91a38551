package io.mainstay.grpc;

import io.mainstay.health.CheckCode;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the answer on its stream: headers, one message, trailers. */
final class GrpcAnswer extends SimpleChannelInboundHandler<Http2StreamFrame> {
  private static final int NOT_FOUND = 5;
  private static final int UNIMPLEMENTED = 12;

  private final GrpcProbe probe;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  GrpcAnswer(GrpcProbe probe) {
    this.probe = probe;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
    if (frame instanceof Http2HeadersFrame headers) {
      onHeaders(headers.headers(), headers.isEndStream());
    } else if (frame instanceof Http2DataFrame data) {
      message.writeBytes(ByteBufUtil.getBytes(data.content()));
      if (message.size() > HealthMessages.MAX_RESPONSE_BYTES) {
        probe.end(CheckCode.L7RSP, "the answer is longer than any of a health check");
      } else if (data.isEndStream()) {
        probe.end(CheckCode.L7RSP, "the answer ends without grpc-status");
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      probe.end(CheckCode.L7RSP, "the server reset the stream, error " + reset.errorCode());
    }
  }

  private void onHeaders(Http2Headers headers, boolean last) {
    CharSequence status = headers.status();
    if (status != null && !"200".contentEquals(status)) {
      int number =
          status.toString().matches("[1-5][0-9]{2}") ? Integer.parseInt(status.toString()) : -1;
      probe.end(CheckCode.L7STS, number, "HTTP status " + status + ", so no gRPC server");
    } else if (last) {
      judge(headers.get("grpc-status"), headers.get("grpc-message"));
    }
  }

  private void judge(@Nullable CharSequence grpcStatus, @Nullable CharSequence reason) {
    if (grpcStatus == null || !grpcStatus.toString().matches("[0-9]{1,3}")) {
      probe.end(CheckCode.L7RSP, "the answer has no grpc-status");
      return;
    }
    int code = Integer.parseInt(grpcStatus.toString());
    if (code != 0) {
      probe.end(CheckCode.L7STS, code, "gRPC status " + code + meaning(code, reason));
      return;
    }
    OptionalInt status = HealthMessages.status(message.toByteArray());
    if (status.isEmpty()) {
      probe.end(CheckCode.L7RSP, "the answer is no message of grpc.health.v1");
    } else {
      boolean serving = status.getAsInt() == HealthMessages.SERVING;
      probe.end(
          serving ? CheckCode.L7OK : CheckCode.L7STS,
          code,
          HealthMessages.nameOf(status.getAsInt()));
    }
  }

  private static String meaning(int code, @Nullable CharSequence reason) {
    return switch (code) {
      case NOT_FOUND -> ": the server does not know that service";
      case UNIMPLEMENTED -> ": the server has no grpc.health.v1";
      default -> reason == null ? "" : ": " + reason;
    };
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    probe.end(CheckCode.L7RSP, "the stream closed without an answer");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    probe.end(CheckCode.L7RSP, GrpcProbe.text(cause));
  }
}
