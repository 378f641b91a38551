package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation inside TLS. Whatever goes wrong before the handshake is done is layer 6's; after
 * it, the inner conversation judges. What the certificates warn of goes with any verdict.
 */
final class TlsConversation implements Conversation {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final Conversation inner;
  private final Function<Certificate[], String> warnings;

  /** Received bytes that are no whole record yet; ready to be appended to. */
  private final ByteBuffer encrypted;

  private final ByteBuffer plain;
  private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
  private boolean established;
  private String warning = "";

  /**
   * @param warnings what is to be said of the server's certificates; empty for nothing
   */
  TlsConversation(SSLEngine engine, Conversation inner, Function<Certificate[], String> warnings) {
    this.engine = engine;
    this.inner = inner;
    this.warnings = warnings;
    this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
  }

  @Override
  public @Nullable Verdict connected() {
    try {
      engine.beginHandshake();
      return advance(NOTHING);
    } catch (SSLException | RuntimeException e) {
      return broken(text(e));
    }
  }

  @Override
  public @Nullable Verdict received(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        int taken = Math.min(bytes.remaining(), encrypted.remaining());
        if (taken == 0) {
          return broken("a TLS record is longer than " + encrypted.capacity() + " bytes");
        }
        encrypted.put(bytes.slice(bytes.position(), taken));
        bytes.position(bytes.position() + taken);
        encrypted.flip();
        Verdict verdict = advance(encrypted);
        encrypted.compact();
        if (verdict != null) {
          return verdict.withWarning(warning);
        }
      }
      return null;
    } catch (SSLException | RuntimeException e) {
      return broken(text(e));
    }
  }

  /** Goes on as far as these bytes allow. */
  private @Nullable Verdict advance(ByteBuffer in) throws SSLException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (!wrap(NOTHING)) {
            return null;
          }
        }
        default -> {
          if (!established && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            established = true;
            warning = warningOfPeer();
            Verdict verdict = inner.connected();
            if (verdict != null) {
              return verdict.withWarning(warning);
            }
          }
          plain.clear();
          SSLEngineResult result = engine.unwrap(in, plain);
          Verdict verdict = judge(result);
          if (verdict != null || result.bytesConsumed() == 0) {
            return verdict;
          }
        }
      }
    }
  }

  private @Nullable Verdict judge(SSLEngineResult result) {
    plain.flip();
    Verdict verdict = plain.hasRemaining() ? inner.received(plain) : null;
    return verdict == null && result.getStatus() == Status.CLOSED ? closedByServer() : verdict;
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Returns whether that made bytes to send. */
  private boolean wrap(ByteBuffer from) throws SSLException {
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(from, record);
    record.flip();
    unsent.add(record);
    return record.hasRemaining();
  }

  @Override
  public ByteBuffer outgoing() {
    try {
      ByteBuffer more = established && unsent.isEmpty() ? inner.outgoing() : NOTHING;
      while (more.hasRemaining() && wrap(more)) {
        // one record after the other
      }
    } catch (SSLException e) {
      unsent.clear(); // what the server then says or does not say decides
    }
    ByteBuffer next = unsent.poll();
    return next == null ? NOTHING : next;
  }

  private String warningOfPeer() {
    try {
      return warnings.apply(engine.getSession().getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  @Override
  public Verdict closedByServer() {
    return established
        ? inner.closedByServer().withWarning(warning)
        : Verdict.of(CheckCode.L6RSP, "connection closed within the TLS handshake");
  }

  @Override
  public Verdict broken(String reason) {
    return established
        ? inner.broken(reason).withWarning(warning)
        : Verdict.of(CheckCode.L6RSP, "TLS handshake: " + reason);
  }

  @Override
  public Verdict late(long millis) {
    return established
        ? inner.late(millis).withWarning(warning)
        : Verdict.of(CheckCode.L6TOUT, "no TLS handshake within " + millis + " ms");
  }

  private static String text(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
