package io.mainstay.node.config;

import io.mainstay.proxy.Backend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which servers follow another one's check, and finds at whose the chain ends. */
final class TrackReader {
  /** What is written, and where. */
  private record Written(String target, Section section) {}

  private final Map<String, Written> written = new LinkedHashMap<>();

  void read(String backend, String server, Section section) {
    if (section.has("track")) {
      written.put(backend + "/" + server, new Written(section.string("track"), section));
    }
  }

  /** Whether a server follows another one. */
  boolean tracks(String backend, String server) {
    return written.containsKey(backend + "/" + server);
  }

  /** The tracks whose end is a checked server; tells what is wrong with the others. */
  List<ServerTrack> resolve(Map<String, Backend> backends, List<BackendCheck> checks) {
    Set<String> servers = new HashSet<>();
    Set<String> checked = new HashSet<>();
    for (Backend backend : backends.values()) {
      boolean has = checks.stream().anyMatch(check -> check.backend().equals(backend.name()));
      for (var server : backend.servers()) {
        servers.add(backend.name() + "/" + server.name());
        if (has && !tracks(backend.name(), server.name())) {
          checked.add(backend.name() + "/" + server.name());
        }
      }
    }
    List<ServerTrack> tracks = new ArrayList<>();
    written.forEach(
        (follower, first) -> {
          String end = end(follower);
          if (checked.contains(end)) {
            tracks.add(new ServerTrack(follower, end));
          } else {
            first.section.problem("track", problem(first.target, end, servers));
          }
        });
    return tracks;
  }

  /** Where the chain ends; in a circle, at a server that tracks. */
  private String end(String follower) {
    String end = follower;
    for (int i = 0; i <= written.size() && written.containsKey(end); i++) {
      end = written.get(end).target;
    }
    return end;
  }

  private String problem(String target, String end, Set<String> servers) {
    if (written.containsKey(end)) {
      return "goes round in a circle, so that nobody is checked";
    }
    return servers.contains(end)
        ? "follows " + end + ", which is not checked"
        : "names no server of a backend, such as app/web1: '" + target + "'";
  }
}
