package io.mainstay.vrrp.engine;

/**
 * How often and for how long the agent ran later than it wanted to. The counts include each other:
 * a stall of 2 s is in all three.
 *
 * @param longestNanos the longest since the agent was made
 * @param over10Millis how many were longer than 10 ms
 * @param over100Millis how many were longer than 100 ms
 * @param over1000Millis how many were longer than 1 s
 */
public record Stalls(
    long longestNanos, long over10Millis, long over100Millis, long over1000Millis) {}
