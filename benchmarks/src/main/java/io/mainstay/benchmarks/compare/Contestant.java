package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.load.ServerPool;

/**
 * A proxy that runs, and the servers behind it.
 *
 * @param peer which proxy
 * @param process it
 * @param statusPort where a node tells about itself; nobody listens there with other peers
 * @param servers its own, so that nothing is shared with another proxy
 */
record Contestant(Peer peer, PeerProcess process, int statusPort, ServerPool servers) {}
