package io.mainstay.proxy;

/**
 * Whether a server or a backend is up, and since when. A server is down while its checks say so; a
 * backend is down while none of its servers takes requests. Names in brackets are HAProxy's
 * columns.
 *
 * @param up whether it is up now
 * @param secondsSinceChange since it last went up or down, or since the start (lastchg)
 * @param downSeconds how long it was down in all (downtime)
 * @param downs how often it went down (chkdown)
 */
public record UptimeSnapshot(boolean up, long secondsSinceChange, long downSeconds, long downs) {}
