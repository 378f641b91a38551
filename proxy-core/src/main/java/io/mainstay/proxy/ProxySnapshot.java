package io.mainstay.proxy;

import java.util.List;

/**
 * Counts and states of a running proxy at one moment.
 *
 * @param frontends in the order of the configuration
 * @param backends in the order of the configuration
 * @param loopLagMillis how late the busiest event loop is now: what waits for it waits that long
 */
public record ProxySnapshot(
    List<FrontendSnapshot> frontends, List<BackendSnapshot> backends, long loopLagMillis) {}
