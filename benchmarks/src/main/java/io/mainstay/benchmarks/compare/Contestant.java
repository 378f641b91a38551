package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.load.ServerPool;

/**
 * A proxy that runs, and the servers behind it.
 *
 * @param peer which proxy
 * @param process it
 * @param servers its own, so that nothing is shared with another proxy
 */
record Contestant(Peer peer, PeerProcess process, ServerPool servers) {}
