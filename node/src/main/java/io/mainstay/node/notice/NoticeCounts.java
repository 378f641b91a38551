package io.mainstay.node.notice;

/**
 * How one listener does.
 *
 * @param kind {@code notify}, {@code webhook} or {@code stream}
 * @param name its name, or for commands the router or sync group
 * @param delivered how many events reached it; of commands, how many ended with 0
 * @param failed how many were given up after trying; of commands, how many ended otherwise
 * @param dropped how many were never tried, because the queue was full, nobody read, or the node
 *     stopped
 * @param waiting how many wait now
 * @param problem what the latest failure was; empty when there was none since the last success
 */
public record NoticeCounts(
    String kind,
    String name,
    long delivered,
    long failed,
    long dropped,
    int waiting,
    String problem) {}
