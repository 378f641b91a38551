package io.mainstay.proxy;

import java.util.List;
import java.util.Map;

/**
 * One backend's counts since the start.
 *
 * @param name the backend
 * @param mode what its frontends' clients speak; HTTP when they differ or there are none
 * @param balance which of its servers gets the next request
 * @param backups which of its backup servers stand in
 * @param uptime since when any of its servers takes requests, or none
 * @param requests requests that it was to answer
 * @param currentRequests those running now
 * @param responses what clients got for them, the proxy's own errors included
 * @param connectAttempts connections that were to be opened to its servers, those that have left
 *     included, as with everything that is counted here (connect)
 * @param reuses requests sent over a connection that had served another before (reuse)
 * @param connectionErrors connections that could not be opened
 * @param responseErrors exchanges that its servers failed (eresp)
 * @param retries requests sent again to the same server or elsewhere after one failed
 * @param totalTime from the whole request head to the end of the response
 * @param servers its servers
 * @param leaving those that were removed and still have requests or connections
 * @param terminations how its sessions ended, in HAProxy's two letters; only what happened
 * @param queue all that wait, those that wait for one server only included
 * @param activity what went through it
 */
public record BackendSnapshot(
    String name,
    FrontendMode mode,
    Balance balance,
    Backups backups,
    UptimeSnapshot uptime,
    long requests,
    long currentRequests,
    ResponseCounts responses,
    long connectAttempts,
    long reuses,
    long connectionErrors,
    long responseErrors,
    long retries,
    LatencySnapshot totalTime,
    List<ServerSnapshot> servers,
    List<ServerSnapshot> leaving,
    Map<String, Long> terminations,
    QueueSnapshot queue,
    ActivitySnapshot activity) {}
