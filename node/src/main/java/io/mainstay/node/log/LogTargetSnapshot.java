package io.mainstay.node.log;

import org.jspecify.annotations.Nullable;

/**
 * How one target of the log does.
 *
 * @param name its name
 * @param written lines
 * @param dropped lines that found no room, or nobody to take them at the end
 * @param waiting lines
 * @param problem why it cannot be written now, or null
 */
public record LogTargetSnapshot(
    String name, long written, long dropped, int waiting, @Nullable String problem) {}
