package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/** What a complete response head means (RFC 9112 section 6.3). */
public final class ResponseRules {
  private ResponseRules() {}

  /**
   * Judges a scanned head; null lets it pass, and the head then knows its framing.
   *
   * @param requestMethod the method that it answers, null for one that is not standard
   */
  public static @Nullable Http1Violation check(ResponseHead head, @Nullable Method requestMethod) {
    head.violation = judge(head, requestMethod);
    return head.violation;
  }

  /**
   * Judges the 101 that answers a request for an upgrade: it must name the protocol, and nothing in
   * it may claim a body (RFC 9110 sections 7.8 and 15.2.2).
   */
  public static @Nullable Http1Violation checkSwitching(ResponseHead head) {
    int upgrades = 0;
    boolean framed = false;
    for (int field = 0; field < head.fieldCount; field++) {
      switch (head.fields[field]) {
        case UPGRADE -> {
          upgrades++;
          head.upgradeField = field;
        }
        case TRANSFER_ENCODING -> framed = true;
        case CONNECTION -> head.connectionNames |= HopByHop.read(head, field);
        default -> {}
      }
    }
    boolean switches =
        upgrades == 1
            && head.connectionUpgrade
            && head.minorVersion > 0
            && UpgradeRule.tunnelled(head, head.upgradeField);
    head.violation = switches && !framed ? null : Http1Violation.SWITCHING_SYNTAX;
    return head.violation;
  }

  private static @Nullable Http1Violation judge(ResponseHead head, @Nullable Method method) {
    int lengths = 0;
    int length = -1;
    int codings = 0;
    int coding = -1;
    for (int field = 0; field < head.fieldCount; field++) {
      switch (head.fields[field]) {
        case CONTENT_LENGTH -> {
          lengths++;
          length = field;
        }
        case TRANSFER_ENCODING -> {
          codings++;
          coding = field;
        }
        case CONNECTION -> head.connectionNames |= HopByHop.read(head, field);
        default -> {}
      }
    }
    if (head.status == 101) {
      return Http1Violation.UPGRADE_NOT_ASKED;
    }
    Http1Violation violation =
        FramingFields.judge(head, length, lengths, coding, codings, Long.MAX_VALUE);
    if (violation != null) {
      return violation;
    }
    boolean bodyless = head.interim() || head.status == 204 || head.status == 304;
    if (bodyless || method == Method.HEAD) {
      head.framing = Framing.NONE;
    } else if (lengths == 0 && codings == 0) {
      head.framing = Framing.UNTIL_CLOSE;
    }
    if (head.interim() || head.status == 204) {
      head.contentLength = -1;
    }
    return null;
  }
}
