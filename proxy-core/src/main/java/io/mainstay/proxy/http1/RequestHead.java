package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/** A request line, its fields, and what {@link RequestRules} made of them. */
public final class RequestHead extends MessageHead {
  /** A space and HTTP/1.x. */
  private static final int VERSION_BYTES = 9;

  int methodOffset;
  int methodLength;
  int targetOffset;
  int targetLength;
  @Nullable Method method;

  /** The part of the target that goes to the server; it differs for the absolute form. */
  int pathOffset;

  int pathLength;
  boolean pathIsAsterisk;
  boolean pathLacksSlash;

  /** The authority that goes to the server; no Host at all when the length is zero. */
  int hostOffset;

  int hostLength;
  boolean expectContinue;
  boolean teTrailers;
  boolean connectionNames;
  long maxForwards;

  /** The Upgrade field that goes to the server, or -1. */
  int upgradeField;

  /** The method, or null when it is none of the standard ones. */
  public @Nullable Method method() {
    return method;
  }

  /** Whether the client waits for a 100 before it sends the body. */
  public boolean expectContinue() {
    return expectContinue;
  }

  /** Max-Forwards of an OPTIONS request, or -1 (RFC 9110 section 7.6.2). */
  public long maxForwards() {
    return maxForwards;
  }

  /** Whether the client asks for another protocol and may (RFC 9110 section 7.8). */
  public boolean upgrade() {
    return upgradeField >= 0;
  }

  /**
   * Copies the request line as the client wrote it, without its end, or as much as there is room
   * for.
   *
   * @return how many bytes it is
   */
  public int copyLine(byte[] into) {
    int length = Math.min(lineLength(), into.length);
    System.arraycopy(bytes, methodOffset, into, 0, length);
    return length;
  }

  /** How long the request line is, without its end. */
  public int lineLength() {
    return targetOffset + targetLength + VERSION_BYTES - methodOffset;
  }

  @Override
  void reset(byte[] scanned) {
    super.reset(scanned);
    method = null;
    methodLength = 0;
    targetLength = 0;
    pathLength = 0;
    pathIsAsterisk = false;
    pathLacksSlash = false;
    hostLength = 0;
    expectContinue = false;
    teTrailers = false;
    connectionNames = false;
    maxForwards = -1;
    upgradeField = -1;
  }
}
