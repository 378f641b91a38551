package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/** A request line, its fields, and what {@link RequestRules} made of them. */
public final class RequestHead extends MessageHead {
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
