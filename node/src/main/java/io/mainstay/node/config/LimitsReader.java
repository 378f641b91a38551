package io.mainstay.node.config;

import io.mainstay.proxy.ProxyLimits;
import io.mainstay.proxy.http1.HttpLimits;

/** Reads what bounds the proxy; reference.conf says what each bound means. */
final class LimitsReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST = Integer.MAX_VALUE;

  private LimitsReader() {}

  static ProxyLimits read(Section limits) {
    HttpLimits http =
        new HttpLimits(
            limits.integer("method-bytes", 7, 256),
            limits.integer("target-bytes", 1, MOST_BYTES),
            limits.integer("fields-bytes", 64, MOST_BYTES),
            limits.integer("field-count", 1, 10_000),
            limits.integer("name-bytes", 32, MOST_BYTES),
            limits.integer("value-bytes", 1, MOST_BYTES),
            limits.longInteger("body-bytes", 0, Long.MAX_VALUE),
            limits.integer("chunk-extension-bytes", 0, MOST_BYTES),
            limits.integer("trailer-bytes", 0, MOST_BYTES),
            limits.integer("trailer-count", 0, 10_000),
            limits.integer("chunk-overhead-bytes", 0, MOST),
            limits.integer("via-hops", 0, 1000));
    ProxyLimits read =
        new ProxyLimits(
            http,
            limits.integer("connections", 1, MOST),
            limits.integer("idle-per-server", 0, MOST),
            limits.integer("receive-buffer-bytes", 4096, 16 * MOST_BYTES),
            limits.integer("connections-per-address", 0, MOST),
            limits.integer("requests-per-connection", 1, MOST),
            limits.integer("body-bytes-per-second", 0, MOST),
            limits.integer("read-ahead-bytes", 1024, 16 * MOST_BYTES));
    limits.close();
    return read;
  }
}
