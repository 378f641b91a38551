package io.mainstay.proxy;

/**
 * What a frontend did not pass on. Names in brackets are HAProxy's columns.
 *
 * @param connections connections closed at once because a limit was reached (dcon)
 * @param requestErrors requests that broke a rule or a limit, were late, or whose client left in
 *     the middle of them (ereq)
 * @param unreadRequests those of them that were answered without a valid head
 * @param ownAnswers requests that the proxy answered because it was asked itself (intercepted)
 * @param internalErrors faults of the proxy that cost a client its connection (eint)
 */
public record RefusalSnapshot(
    long connections,
    long requestErrors,
    long unreadRequests,
    long ownAnswers,
    long internalErrors) {}
