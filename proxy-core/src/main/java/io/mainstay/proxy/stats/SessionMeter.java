package io.mainstay.proxy.stats;

/**
 * What one session took: when it reached its phases, and how many bytes. One of these serves a
 * client's connection, session after session, and only the connection's thread. Durations are
 * nanoseconds; that of a phase that was not reached is {@link #NEVER}, as in HAProxy's logs.
 */
public final class SessionMeter {
  /** The duration of a phase that was not reached. */
  public static final long NEVER = -1;

  private long startNanos;
  private long phaseNanos;
  private long queueNanos = NEVER;
  private long connectNanos = NEVER;
  private long responseNanos = NEVER;
  private long totalNanos = NEVER;
  private long bytesIn;
  private long bytesOut;

  /** A request's whole head is here, or a connection in TCP mode. */
  public void begin(long nowNanos) {
    startNanos = nowNanos;
    phaseNanos = nowNanos;
    queueNanos = NEVER;
    connectNanos = NEVER;
    responseNanos = NEVER;
    totalNanos = NEVER;
    bytesIn = 0;
    bytesOut = 0;
  }

  /** A server has room for it: the wait in a queue, if there was one, is over. */
  public void assigned(long nowNanos) {
    queueNanos = nowNanos - startNanos;
    phaseNanos = nowNanos;
  }

  /** The connection to the server is open. */
  public void connected(long nowNanos) {
    connectNanos = nowNanos - phaseNanos;
    phaseNanos = nowNanos;
  }

  /** The connection to the server was open already. */
  public void reused() {
    connectNanos = 0;
  }

  /** The head of the final answer is here, or the first byte in TCP mode. */
  public void answered(long nowNanos) {
    responseNanos = nowNanos - phaseNanos;
  }

  /** It ended. */
  public void end(long nowNanos) {
    totalNanos = nowNanos - startNanos;
  }

  /** Bytes came from the client. */
  public void read(long bytes) {
    bytesIn += bytes;
  }

  /** Bytes went to the client. */
  public void wrote(long bytes) {
    bytesOut += bytes;
  }

  /** When it began. */
  public long startNanos() {
    return startNanos;
  }

  /** From its beginning until a server had room for it. */
  public long queueNanos() {
    return queueNanos;
  }

  /** How long the connection to the last server took; 0 for one that was kept. */
  public long connectNanos() {
    return connectNanos;
  }

  /** From the open connection to the head of the answer. */
  public long responseNanos() {
    return responseNanos;
  }

  /** From its beginning to its end. */
  public long totalNanos() {
    return totalNanos;
  }

  /** Bytes from the client. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes to the client. */
  public long bytesOut() {
    return bytesOut;
  }
}
