package io.mainstay.proxy.netty;

import io.mainstay.proxy.TlsToServer;
import io.mainstay.proxy.TlsToServer.Verify;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.tls.CertificateFiles;
import io.mainstay.proxy.tls.Identity;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** How TLS is spoken to servers that are spoken to alike. */
final class TlsExit implements Reloaded.Source<SslContext> {
  private final TlsToServer settings;
  private final InstantSource clock;
  private final Reloaded<SslContext> context;

  /** Reads the files. */
  TlsExit(String name, TlsToServer settings, InstantSource clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.context =
        new Reloaded<>(
            name,
            new WatchedFiles(listOf(settings.certificate()), listOf(settings.authorities())),
            this);
  }

  private static List<Path> listOf(@Nullable Path path) {
    return path == null ? List.of() : List.of(path);
  }

  /**
   * What a new connection to a server begins with.
   *
   * @param handler gets the connection when the handshake is done
   * @param failed hears why there will be none
   */
  ChannelHandler before(
      ChannelHandler handler,
      LoopContext loop,
      String server,
      InetSocketAddress address,
      long handshakeMillis,
      Consumer<Failure> failed) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel connection) {
        connection.config().setAllocator(HeadroomAllocator.INSTANCE);
        SslHandler tls = handler(address);
        tls.setHandshakeTimeoutMillis(handshakeMillis);
        connection
            .pipeline()
            .addLast(new TlsRecords(loop), tls, new TlsServerEnd(loop, server, failed), handler);
      }
    };
  }

  private SslHandler handler(InetSocketAddress address) {
    String asked = settings.serverName();
    String expected = settings.verifyHost();
    if (expected == null) {
      expected = asked == null ? address.getHostString() : asked;
    }
    SslHandler tls =
        context.get().newHandler(PooledByteBufAllocator.DEFAULT, expected, address.getPort());
    SSLParameters parameters = tls.engine().getSSLParameters();
    parameters.setServerNames(asked == null ? List.of() : List.of(new SNIHostName(asked)));
    tls.engine().setSSLParameters(parameters);
    return tls;
  }

  /** Looks whether files have changed; the control thread. */
  void poll(long nowNanos) {
    context.poll(nowNanos);
  }

  void close() {
    context.close();
  }

  @Override
  public SslContext load() throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    TlsLibrary.configure(builder, settings.policy(), List.of());
    if (settings.verify() == Verify.NONE) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm("");
    } else {
      builder.endpointIdentificationAlgorithm("HTTPS");
      Path authorities = settings.authorities();
      if (authorities != null) {
        builder.trustManager(CertificateFiles.authorities(authorities));
      }
    }
    Path certificate = settings.certificate();
    if (certificate != null) {
      Identity own = CertificateFiles.identities(List.of(certificate), "", clock.instant()).get(0);
      builder.keyManager(own.key(), own.chain());
    }
    try {
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException("TLS to servers cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void release(SslContext old) {
    ReferenceCountUtil.release(old);
  }
}
