package io.mainstay.proxy.netty;

import io.mainstay.proxy.ClientCertificates;
import io.mainstay.proxy.TlsTermination;
import io.mainstay.proxy.tls.CertificateFiles;
import io.mainstay.proxy.tls.Identity;
import io.mainstay.proxy.tls.NameTable;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** How clients' TLS is ended on one address: its certificates as they are now. */
final class TlsEntrance implements Reloaded.Source<TlsEntrance.Contexts> {
  private static final long SESSIONS = 20_480;
  private static final long SESSION_SECONDS = 7_200;

  /** One per certificate; whoever asks for no name that is here gets the first. */
  record Contexts(List<SslContext> all, NameTable<SslContext> byName) {}

  private final TlsTermination settings;
  private final InstantSource clock;
  private final TicketKeys tickets;
  private final Reloaded<Contexts> contexts;

  /**
   * Reads the files.
   *
   * @param name whose they are, for messages
   */
  TlsEntrance(String name, TlsTermination settings, InstantSource clock, long nowNanos)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.tickets = new TicketKeys(nowNanos);
    Path authorities = settings.clientAuthorities();
    this.contexts =
        new Reloaded<>(
            name,
            new WatchedFiles(
                settings.certificates(), authorities == null ? List.of() : List.of(authorities)),
            this);
  }

  long handshakeNanos() {
    return settings.handshakeTimeout().toNanos();
  }

  /** What speaks with a client that asks for this name; null refuses it. An event loop. */
  @Nullable SslContext choose(String name) {
    Contexts now = contexts.get();
    SslContext found = now.byName.find(name);
    return found == null && !settings.strictSni() ? now.all.get(0) : found;
  }

  /** Looks whether files have changed; the control thread. */
  void poll(long nowNanos) {
    contexts.poll(nowNanos);
    if (tickets.isOld(nowNanos)) {
      tickets.renew(nowNanos);
      contexts.get().all.forEach(tickets::installIn);
    }
  }

  void close() {
    contexts.close();
  }

  @Override
  public Contexts load() throws IOException {
    Instant now = clock.instant();
    List<Identity> identities =
        CertificateFiles.identities(settings.certificates(), settings.password(), now);
    List<X509Certificate> authorities = List.of();
    Path file = settings.clientAuthorities();
    if (file != null) {
      authorities = CertificateFiles.authorities(file);
      // Who was let in by other authorities must show its certificate again.
      tickets.forget(System.nanoTime());
    }
    Contexts made = new Contexts(new ArrayList<>(), new NameTable<>());
    try {
      for (Identity identity : identities) {
        SslContext context = context(identity, authorities);
        made.all.add(context);
        identity.names().forEach(name -> made.byName.add(name, context));
      }
      return made;
    } catch (IOException e) {
      release(made);
      throw e;
    }
  }

  private SslContext context(Identity identity, List<X509Certificate> authorities)
      throws IOException {
    SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain());
    TlsLibrary.configure(builder, settings.policy(), settings.alpn());
    if (settings.clientCertificates() != ClientCertificates.NONE) {
      builder
          .trustManager(authorities)
          .clientAuth(
              settings.clientCertificates() == ClientCertificates.REQUIRED
                  ? ClientAuth.REQUIRE
                  : ClientAuth.OPTIONAL);
    }
    try {
      SslContext context =
          builder.sessionCacheSize(SESSIONS).sessionTimeout(SESSION_SECONDS).build();
      tickets.installIn(context);
      return context;
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(identity.source() + ": cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void release(Contexts old) {
    old.all.forEach(ReferenceCountUtil::release);
  }
}
