package io.mainstay.proxy;

/**
 * What went through a backend or a server, beside its plain counts. Names in brackets are HAProxy's
 * columns of the same meaning.
 *
 * @param mostSessions the most requests that ran at a time (smax); exact where there is one event
 *     loop and for a server with a {@link Server#maxConn()}, elsewhere the sum of every event
 *     loop's own, so never too small
 * @param perSecond requests in the last whole second (rate)
 * @param mostPerSecond the most in a second (rate_max); the sum of every event loop's own
 * @param bytesIn bytes from clients of the sessions that ended (bin)
 * @param bytesOut bytes to clients of the sessions that ended (bout)
 * @param clientAborts sessions that the client ended before their end (cli_abrt)
 * @param serverAborts answers that the server ended before their end (srv_abrt)
 * @param redispatches requests that were sent to another server than the one they had (wredis)
 * @param choices times that the balancer chose it, or one of its servers (lbtot)
 * @param unreached sessions that ended because no connection to a server could be had (econ)
 * @param internalErrors faults of the proxy that cost a server its connection (eint)
 * @param secondsSinceLast since the last session began (lastsess); -1 when there was none
 * @param recent means of the latest (qtime, ctime, rtime, ttime)
 * @param connectTime of connections opened for a request
 * @param firstByteTime from there to the head of the answer
 * @param totalTime from the whole request head to the end
 */
public record ActivitySnapshot(
    long mostSessions,
    long perSecond,
    long mostPerSecond,
    long bytesIn,
    long bytesOut,
    long clientAborts,
    long serverAborts,
    long redispatches,
    long choices,
    long unreached,
    long internalErrors,
    long secondsSinceLast,
    RecentSnapshot recent,
    LatencySnapshot connectTime,
    LatencySnapshot firstByteTime,
    LatencySnapshot totalTime) {}
