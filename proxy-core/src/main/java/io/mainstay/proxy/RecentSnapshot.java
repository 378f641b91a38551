package io.mainstay.proxy;

/**
 * Mean durations of the last 1024 sessions of each event loop, in microseconds; a session that did
 * not reach a phase does not count for it. Names in brackets are HAProxy's columns.
 *
 * @param queueMicros until a server had room (qtime)
 * @param connectMicros until the connection was open; 0 for a kept one (ctime)
 * @param firstByteMicros from there to the head of the answer (rtime)
 * @param totalMicros from the whole request head to the end (ttime)
 */
public record RecentSnapshot(
    long queueMicros, long connectMicros, long firstByteMicros, long totalMicros) {}
