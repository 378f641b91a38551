package io.mainstay.proxy;

import java.net.InetSocketAddress;

/**
 * One server's counts since the start.
 *
 * @param name the server
 * @param number which of all servers that its backend has had since the start, from 1 (sid)
 * @param address where it listens
 * @param weight its share of the turns
 * @param currentWeight what it has of its weight now (weight)
 * @param throttlePercent what it has of its weight and limit while it starts slowly (throttle); 100
 *     otherwise
 * @param role whether it only stands in
 * @param state whether it gets requests
 * @param admin what an operator wants of it
 * @param uptime since when it is up or down
 * @param tries sessions given to it, whether they reached it or not (stot)
 * @param requests requests sent to it, retries included
 * @param currentRequests those running now
 * @param currentSessions sessions that have it now, whether they reached it or not (scur)
 * @param connectAttempts connections that were to be opened to it (connect)
 * @param connections connections opened to it
 * @param currentConnections open connections now
 * @param idleConnections unused connections now
 * @param provenConnections unused connections now that were reused before (safe_conn_cur)
 * @param idleLimit the most unused connections that are kept (srv_icur's limit); -1 without one of
 *     its own
 * @param reuses requests sent over a connection that had served another before
 * @param connectionErrors connections that could not be opened
 * @param responseErrors exchanges it failed: closed early, late, or answered against the rules
 * @param retries requests sent to it again or elsewhere after it failed
 * @param responses its responses
 * @param maxConn the most requests that it may have at a time; 0 without a limit
 * @param queue those that wait for this server only; the time is that of all it was sent after a
 *     wait
 * @param activity what went through it
 */
public record ServerSnapshot(
    String name,
    int number,
    InetSocketAddress address,
    int weight,
    int currentWeight,
    int throttlePercent,
    ServerRole role,
    ServerState state,
    ServerAdmin admin,
    UptimeSnapshot uptime,
    long tries,
    long requests,
    long currentRequests,
    long currentSessions,
    long connectAttempts,
    long connections,
    long currentConnections,
    long idleConnections,
    long provenConnections,
    int idleLimit,
    long reuses,
    long connectionErrors,
    long responseErrors,
    long retries,
    ResponseCounts responses,
    int maxConn,
    QueueSnapshot queue,
    ActivitySnapshot activity) {}
