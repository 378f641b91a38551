package io.mainstay.proxy;

import java.util.List;
import java.util.Map;

/**
 * One backend's counts since the start.
 *
 * @param name the backend
 * @param mode what its frontends' clients speak; HTTP when they differ or there are none
 * @param balance which of its servers gets the next request
 * @param uptime since when any of its servers takes requests, or none
 * @param requests requests that it was to answer
 * @param currentRequests those running now
 * @param responses what clients got for them, the proxy's own errors included
 * @param totalTime from the whole request head to the end of the response
 * @param servers its servers
 * @param terminations how its sessions ended, in HAProxy's two letters; only what happened
 * @param queue all that wait, those that wait for one server only included
 * @param activity what went through it
 */
public record BackendSnapshot(
    String name,
    FrontendMode mode,
    Balance balance,
    UptimeSnapshot uptime,
    long requests,
    long currentRequests,
    ResponseCounts responses,
    LatencySnapshot totalTime,
    List<ServerSnapshot> servers,
    Map<String, Long> terminations,
    QueueSnapshot queue,
    ActivitySnapshot activity) {}
