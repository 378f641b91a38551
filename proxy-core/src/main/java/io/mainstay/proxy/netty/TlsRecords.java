package io.mainstay.proxy.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;

/**
 * The first handler of every connection with TLS: passes on whole records only. Netty would keep
 * the beginning of a record in the buffer that it came in, which is the event loop's own and large;
 * here it is copied out, so that ten thousand slow clients pin no more memory than they sent.
 */
final class TlsRecords extends ChannelInboundHandlerAdapter {
  private static final int HEAD = 5;
  private static final int MOST_TYPE = 24;
  private static final int LEAST_TYPE = 20;

  /** What a record may carry, and what encryption may add (RFC 5246 section 6.2.3). */
  private static final int MOST_BYTES = 16 * 1024 + 2048;

  private final LoopContext loop;
  private final Stash partial = new Stash();

  TlsRecords(LoopContext loop) {
    this.loop = loop;
  }

  /** Whether a connection is spoken TLS on. */
  static boolean isOn(Channel connection) {
    return connection.pipeline().first() instanceof TlsRecords;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    while (!partial.isEmpty() && buf.isReadable()) {
      if (!complete(ctx, buf)) {
        return;
      }
    }
    int end = wholeRecords(buf);
    if (end < 0) {
      refuse(ctx, buf);
      return;
    }
    if (end < buf.writerIndex()) {
      partial.append(buf, end, buf.writerIndex() - end);
      buf.writerIndex(end);
    }
    if (buf.isReadable()) {
      ctx.fireChannelRead(buf);
    } else {
      buf.release();
    }
  }

  /** Moves bytes to the partial record until it has its head, or is whole and passed on. */
  private boolean complete(ChannelHandlerContext ctx, ByteBuf buf) {
    int have = partial.length();
    int whole = have < HEAD ? HEAD : HEAD + size(partial.bytes());
    int take = Math.min(whole - have, buf.readableBytes());
    partial.append(buf, buf.readerIndex(), take);
    buf.skipBytes(take);
    if (partial.length() < HEAD) {
      return true;
    }
    if (!isRecord(partial.bytes()[0], size(partial.bytes()))) {
      refuse(ctx, buf);
      return false;
    }
    if (partial.length() == HEAD + size(partial.bytes())) {
      ByteBuf record = loop.buffers.copyOf(partial.bytes(), partial.length());
      partial.clear();
      ctx.fireChannelRead(record);
    }
    return true;
  }

  private static int size(byte[] record) {
    return (record[3] & 0xff) << 8 | (record[4] & 0xff);
  }

  /** Where the last whole record ends; -1 when something there is no record. */
  private static int wholeRecords(ByteBuf buf) {
    int end = buf.writerIndex();
    int position = buf.readerIndex();
    while (end - position >= HEAD) {
      int size = buf.getUnsignedShort(position + 3);
      if (!isRecord(buf.getByte(position), size)) {
        return -1;
      }
      if (end - position - HEAD < size) {
        break;
      }
      position += HEAD + size;
    }
    return position;
  }

  private static boolean isRecord(byte type, int size) {
    return type >= LEAST_TYPE && type <= MOST_TYPE && size <= MOST_BYTES;
  }

  private void refuse(ChannelHandlerContext ctx, ByteBuf buf) {
    buf.release();
    partial.clear();
    ctx.fireExceptionCaught(new NotSslRecordException("not a TLS record"));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    partial.clear();
    ctx.fireChannelInactive();
  }
}
