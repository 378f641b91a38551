package io.mainstay.node.config;

import io.mainstay.node.log.LogConfig;
import io.mainstay.node.notice.NoticeConfig;
import io.mainstay.node.peer.PeerLinkConfig;
import io.mainstay.proxy.ProxyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything one node is told to do. Immutable, and the same whichever language it was written in.
 *
 * @param name how logs and status call the node
 * @param status where the node tells about itself; at least one
 * @param drain how long running requests may take to finish when the node stops
 * @param warmUp how long the node asks its own proxy before it stands for election; zero for not at
 *     all
 * @param vrrpPriority how the thread of the virtual routers is scheduled
 * @param plugins the folder of the plug-ins' jars; empty for the one beside the program
 * @param proxy frontends, backends and servers
 * @param checks how the servers of each backend are checked; a backend without an entry is not
 * @param tracks the servers that follow another one's check instead
 * @param agents the agents beside servers
 * @param checkPlaces where servers are checked that are not checked where they serve, by {@code
 *     backend/server}
 * @param sources where more servers come from
 * @param routers the virtual routers this node takes part in
 * @param peers the link to the other nodes; empty without one
 * @param notices who is told of what happens
 * @param log what is logged of sessions and checks, and where to
 * @param warnings what works but probably not as meant
 */
public record NodeConfig(
    String name,
    List<StatusListener> status,
    Duration drain,
    Duration warmUp,
    VrrpPriority vrrpPriority,
    Optional<Path> plugins,
    ProxyConfig proxy,
    List<BackendCheck> checks,
    List<ServerTrack> tracks,
    List<AgentConfig> agents,
    Map<String, CheckPlace> checkPlaces,
    List<SourceConfig> sources,
    List<RouterConfig> routers,
    Optional<PeerLinkConfig> peers,
    NoticeConfig notices,
    LogConfig log,
    List<ConfigProblem> warnings) {

  public NodeConfig {
    status = List.copyOf(status);
    checks = List.copyOf(checks);
    tracks = List.copyOf(tracks);
    agents = List.copyOf(agents);
    checkPlaces = Map.copyOf(checkPlaces);
    sources = List.copyOf(sources);
    routers = List.copyOf(routers);
    warnings = List.copyOf(warnings);
  }
}
