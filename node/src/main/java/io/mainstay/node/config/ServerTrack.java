package io.mainstay.node.config;

/**
 * A server that is as healthy as another one.
 *
 * @param follower the server without a check of its own, {@code backend/server}
 * @param tracked whose check counts; one that is checked
 */
public record ServerTrack(String follower, String tracked) {}
