package io.mainstay.node.config;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The agent beside a server.
 *
 * @param backend the backend's name
 * @param server the server's name
 * @param address where the agent listens
 * @param send what it is sent first; empty for nothing
 * @param inter from the start of one question to the next
 */
public record AgentConfig(
    String backend, String server, InetSocketAddress address, String send, Duration inter) {}
