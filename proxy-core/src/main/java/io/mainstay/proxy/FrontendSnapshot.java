package io.mainstay.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * One frontend's counts since the start.
 *
 * @param name the frontend
 * @param mode what its clients speak
 * @param addresses where it listens
 * @param listening whether all its sockets still listen
 * @param connections client connections ever
 * @param currentConnections client connections now
 * @param requests requests ever, refused ones not included
 * @param refusedRequests requests that broke a rule or a limit
 * @param clientAborts exchanges that the client left before their end
 * @param bytesIn bytes from clients
 * @param bytesOut bytes to clients
 * @param responses responses to clients, the proxy's own included
 * @param terminations how its sessions ended, in HAProxy's two letters; only what happened
 * @param refusals what it did not pass on
 * @param rates how fast it is used
 */
public record FrontendSnapshot(
    String name,
    FrontendMode mode,
    List<InetSocketAddress> addresses,
    boolean listening,
    long connections,
    long currentConnections,
    long requests,
    long refusedRequests,
    long clientAborts,
    long bytesIn,
    long bytesOut,
    ResponseCounts responses,
    Map<String, Long> terminations,
    RefusalSnapshot refusals,
    RateSnapshot rates) {}
