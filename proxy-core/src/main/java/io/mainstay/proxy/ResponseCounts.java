package io.mainstay.proxy;

/**
 * Final responses by class.
 *
 * @param informational 1xx: switches of protocols
 * @param successful 2xx
 * @param redirections 3xx
 * @param clientErrors 4xx
 * @param serverErrors 5xx
 * @param other any other status; for a frontend or a backend also requests that ended without an
 *     answer, so that all of them together are as many as the requests
 */
public record ResponseCounts(
    long informational,
    long successful,
    long redirections,
    long clientErrors,
    long serverErrors,
    long other) {}
