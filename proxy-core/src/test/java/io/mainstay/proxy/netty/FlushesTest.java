package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushesTest {
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final Flushes flushes = new Flushes(connection().eventLoop());

  private EmbeddedChannel connection() {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    channels.add(channel);
    return channel;
  }

  private void send(EmbeddedChannel channel, int bytes) {
    flushes.send(channel.pipeline().lastContext(), Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private static int sent(EmbeddedChannel channel) {
    int bytes = 0;
    for (ByteBuf buf = channel.readOutbound(); buf != null; buf = channel.readOutbound()) {
      bytes += buf.readableBytes();
      buf.release();
    }
    return bytes;
  }

  /** The loop's tasks follow what it has received. */
  private void receivedAll() {
    channels.get(0).runPendingTasks();
  }

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void shouldSendSmallMessagesTogetherBehindWhatIsReceived() {
    EmbeddedChannel a = connection();
    EmbeddedChannel b = connection();

    send(a, 100);
    send(b, 200);
    send(a, 50);

    assertThat(sent(a) + sent(b)).isZero();
    receivedAll();
    assertThat(sent(a)).isEqualTo(150);
    assertThat(sent(b)).isEqualTo(200);
  }

  @Test
  void shouldSendALargeMessageAtOnceAndWhatWaitsBeforeIt() {
    EmbeddedChannel a = connection();

    send(a, 100);
    send(a, 5000);

    assertThat(sent(a)).isEqualTo(5100);
  }

  @Test
  void shouldNotLetMoreThanEightWait() {
    List<EmbeddedChannel> many = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      many.add(connection());
      send(many.get(i), 10);
    }

    assertThat(many.stream().mapToInt(FlushesTest::sent).sum()).isEqualTo(80);
    receivedAll();
    assertThat(sent(many.get(8))).isEqualTo(10);
  }

  @Test
  void shouldSendWhatAFlushLeadsTo() {
    EmbeddedChannel other = connection();
    List<EmbeddedChannel> many = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      EmbeddedChannel one = connection();
      one.pipeline()
          .addFirst(
              new ChannelOutboundHandlerAdapter() {
                private boolean followed;

                @Override
                public void flush(ChannelHandlerContext ctx) {
                  ctx.flush();
                  if (!followed) {
                    followed = true;
                    send(other, 1);
                  }
                }
              });
      many.add(one);
    }

    many.forEach(one -> send(one, 10));

    receivedAll();
    assertThat(many.stream().mapToInt(FlushesTest::sent).sum()).isEqualTo(80);
    assertThat(sent(other)).isEqualTo(8);
  }
}
