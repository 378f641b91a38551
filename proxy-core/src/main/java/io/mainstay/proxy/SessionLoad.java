package io.mainstay.proxy;

/**
 * How busy the proxy was when a session ended, that session not counted as the backend's and the
 * server's any more, and how many waited before it.
 *
 * @param connections clients' connections of the whole proxy
 * @param frontendConnections those of the frontend
 * @param backendSessions other sessions of the backend
 * @param serverSessions other sessions of the server tried last; 0 without one
 * @param serverQueue how many waited before it in that server's own queue
 * @param backendQueue how many waited before it in the backend's queue
 */
public record SessionLoad(
    int connections,
    int frontendConnections,
    int backendSessions,
    int serverSessions,
    int serverQueue,
    int backendQueue) {}
