package io.mainstay.proxy;

/**
 * How fast a frontend is used. Names in brackets are HAProxy's columns.
 *
 * @param mostConnections the most client connections at a time (smax), those that were one too many
 *     not included
 * @param connectionLimit how many there may be: the frontend's maxconn, or the limit of all
 *     frontends together (slim)
 * @param connectionsPerSecond in the last whole second (conn_rate)
 * @param mostConnectionsPerSecond the most in a second (conn_rate_max)
 * @param requestsPerSecond in the last whole second (req_rate)
 * @param mostRequestsPerSecond the most in a second (req_rate_max)
 */
public record RateSnapshot(
    long mostConnections,
    long connectionLimit,
    long connectionsPerSecond,
    long mostConnectionsPerSecond,
    long requestsPerSecond,
    long mostRequestsPerSecond) {}
