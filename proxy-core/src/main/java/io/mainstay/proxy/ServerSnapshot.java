package io.mainstay.proxy;

import java.net.InetSocketAddress;

/**
 * One server's counts since the start.
 *
 * @param name the server
 * @param address where it listens
 * @param weight its share of the turns
 * @param state whether it gets requests
 * @param admin what an operator wants of it
 * @param requests requests sent to it, retries included
 * @param currentRequests those running now
 * @param connections connections opened to it
 * @param idleConnections unused connections now
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
    InetSocketAddress address,
    int weight,
    ServerState state,
    ServerAdmin admin,
    long requests,
    long currentRequests,
    long connections,
    long idleConnections,
    long reuses,
    long connectionErrors,
    long responseErrors,
    long retries,
    ResponseCounts responses,
    int maxConn,
    QueueSnapshot queue,
    ActivitySnapshot activity) {}
