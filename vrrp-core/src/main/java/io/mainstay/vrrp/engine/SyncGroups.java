package io.mainstay.vrrp.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sync groups of one agent, by name; only the agent's thread. */
final class SyncGroups {
  private final List<SyncGroup> groups = new ArrayList<>();

  void add(RunningRouter router) {
    String name = router.config().syncGroup().orElse(null);
    if (name == null) {
      return;
    }
    SyncGroup group = named(name);
    if (group == null) {
      group = new SyncGroup(name);
      groups.add(group);
    }
    group.add(router);
    router.joined(group);
  }

  void remove(RunningRouter router) {
    SyncGroup group = named(router.config().syncGroup().orElse(""));
    if (group != null) {
      group.remove(router);
      if (group.isEmpty()) {
        groups.remove(group);
      }
    }
  }

  int settle() {
    int told = 0;
    for (int i = 0; i < groups.size(); i++) {
      told += groups.get(i).settle();
    }
    return told;
  }

  private @Nullable SyncGroup named(String name) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).name().equals(name)) {
        return groups.get(i);
      }
    }
    return null;
  }
}
