package io.mainstay.proxy;

/**
 * Final responses by class.
 *
 * @param successful 2xx
 * @param redirections 3xx
 * @param clientErrors 4xx
 * @param serverErrors 5xx
 * @param other any other status
 */
public record ResponseCounts(
    long successful, long redirections, long clientErrors, long serverErrors, long other) {}
