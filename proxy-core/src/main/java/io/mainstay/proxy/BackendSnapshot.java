package io.mainstay.proxy;

import java.util.List;
import java.util.Map;

/**
 * One backend's counts since the start.
 *
 * @param name the backend
 * @param requests requests that it was to answer
 * @param currentRequests those running now
 * @param responses what clients got for them, the proxy's own errors included
 * @param totalTime from the whole request head to the end of the response
 * @param servers its servers
 * @param leaving those that were removed and still have requests or connections
 * @param terminations how its sessions ended, in HAProxy's two letters; only what happened
 * @param queue all that wait, those that wait for one server only included
 * @param activity what went through it
 */
public record BackendSnapshot(
    String name,
    long requests,
    long currentRequests,
    ResponseCounts responses,
    LatencySnapshot totalTime,
    List<ServerSnapshot> servers,
    List<ServerSnapshot> leaving,
    Map<String, Long> terminations,
    QueueSnapshot queue,
    ActivitySnapshot activity) {}
