package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/**
 * What a complete request head means and whether it may pass: method, target, Host, framing,
 * connection options, expectations. It runs before a server is chosen, so a malformed request never
 * costs a server anything.
 */
public final class RequestRules {
  private static final byte[] CONTINUE = Bytes.ascii("100-continue");
  private static final byte[] TRAILERS = Bytes.ascii("trailers");

  private final HttpLimits limits;

  /** Rules that refuse bodies beyond {@code limits}. */
  public RequestRules(HttpLimits limits) {
    this.limits = limits;
  }

  /** Judges a scanned head; null lets it pass, and the head then knows its framing. */
  public @Nullable Http1Violation check(RequestHead head) {
    head.violation = judge(head);
    return head.violation;
  }

  private @Nullable Http1Violation judge(RequestHead head) {
    head.method = Method.of(head.bytes, head.methodOffset, head.methodLength);
    int hosts = 0;
    int host = -1;
    int lengths = 0;
    int length = -1;
    int codings = 0;
    int coding = -1;
    int expect = -1;
    int maxForwards = -1;
    int hops = 0;
    int upgrades = 0;
    int upgrade = -1;
    for (int field = 0; field < head.fieldCount; field++) {
      switch (head.fields[field]) {
        case HOST -> {
          hosts++;
          host = field;
        }
        case CONTENT_LENGTH -> {
          lengths++;
          length = field;
        }
        case TRANSFER_ENCODING -> {
          codings++;
          coding = field;
        }
        case CONNECTION -> head.connectionNames |= HopByHop.read(head, field);
        case EXPECT -> expect = field;
        case TE -> head.teTrailers |= listsTrailers(head, field);
        case MAX_FORWARDS -> maxForwards = field;
        case VIA -> hops += ViaRule.ownHops(head, field);
        case UPGRADE -> {
          upgrades++;
          upgrade = field;
        }
        default -> {}
      }
    }
    Http1Violation violation =
        FramingFields.judge(head, length, lengths, coding, codings, limits.bodyBytes());
    if (violation == null) {
      violation = host(head, hosts, host);
    }
    if (violation == null) {
      violation = RequestTarget.judge(head, host);
    }
    if (violation == null) {
      violation = method(head);
    }
    if (violation == null && expect >= 0) {
      violation = expectation(head, expect);
    }
    if (violation == null && hops > limits.viaHops()) {
      violation = Http1Violation.LOOP;
    }
    if (violation == null && maxForwards >= 0 && head.method == Method.OPTIONS) {
      violation = maxForwards(head, maxForwards);
    }
    if (upgrades == 1 && UpgradeRule.passes(head, upgrade)) {
      head.upgradeField = upgrade;
    }
    return violation;
  }

  private static @Nullable Http1Violation host(RequestHead head, int count, int field) {
    if (count > 1) {
      return Http1Violation.HOST_REPEATED;
    }
    if (count == 0) {
      return head.minorVersion == 0 ? null : Http1Violation.HOST_MISSING;
    }
    head.hostOffset = head.valueOffset(field);
    head.hostLength = head.valueLength(field);
    return HostRule.accepts(head.bytes, head.hostOffset, head.hostLength)
        ? null
        : Http1Violation.HOST_SYNTAX;
  }

  private static @Nullable Http1Violation method(RequestHead head) {
    boolean body = head.framing != Framing.NONE;
    if (head.method == Method.TRACE || head.method == Method.CONNECT) {
      return body && head.method == Method.TRACE
          ? Http1Violation.TRACE_WITH_BODY
          : Http1Violation.METHOD_NOT_ALLOWED;
    }
    boolean bodyless =
        head.method == Method.GET || head.method == Method.HEAD || head.method == Method.DELETE;
    // Servers of that age do not look for a body here and would read it as the next request.
    return body && bodyless && head.minorVersion == 0 ? Http1Violation.BODY_NOT_EXPECTED : null;
  }

  /** RFC 9110 section 10.1.1: an HTTP/1.0 request's expectation is ignored. */
  private static @Nullable Http1Violation expectation(RequestHead head, int field) {
    if (head.minorVersion == 0) {
      return null;
    }
    head.expectContinue =
        Bytes.equalsIgnoreCase(
            head.bytes, head.valueOffset(field), head.valueLength(field), CONTINUE);
    return head.expectContinue ? null : Http1Violation.EXPECTATION_UNKNOWN;
  }

  private static @Nullable Http1Violation maxForwards(RequestHead head, int field) {
    long value =
        FramingFields.decimal(head.bytes, head.valueOffset(field), head.valueLength(field));
    if (value < 0) {
      return Http1Violation.MAX_FORWARDS_SYNTAX;
    }
    head.maxForwards = value;
    return null;
  }

  private static boolean listsTrailers(RequestHead head, int field) {
    byte[] b = head.bytes;
    int end = head.valueOffset(field) + head.valueLength(field);
    for (int p = head.valueOffset(field); p < end; ) {
      int itemEnd = HopByHop.itemEnd(b, p, end);
      int start = HopByHop.skipBlanks(b, p, itemEnd);
      int length = HopByHop.trimmedLength(b, start, itemEnd);
      if (Bytes.equalsIgnoreCase(b, start, length, TRAILERS)) {
        return true;
      }
      p = itemEnd + 1;
    }
    return false;
  }
}
