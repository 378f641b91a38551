package io.mainstay.proxy;

/**
 * Requests that wait, or sessions in TCP mode.
 *
 * @param current those that wait now
 * @param most the most at a time since the start
 * @param limit the most there may be; 0 without such a bound
 * @param time how long those took that had to wait, whether they were served then or not
 */
public record QueueSnapshot(long current, long most, long limit, LatencySnapshot time) {}
