package io.mainstay.proxy;

/**
 * What a server has to do at a moment.
 *
 * @param sessions requests, or connections in TCP mode, that it serves
 * @param waiting those that wait for this very server
 */
public record ServerLoad(long sessions, int waiting) {}
