package io.mainstay.node.accesslog;

/**
 * A line that is no session's.
 *
 * @param level how much it matters
 * @param text in one line
 */
public record LogMessage(LogLevel level, String text) {}
