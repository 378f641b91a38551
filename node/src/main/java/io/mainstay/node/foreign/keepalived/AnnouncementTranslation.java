package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When neighbours are told of the addresses: a router's own lines, else those of global_defs. */
final class AnnouncementTranslation {
  private record Setting(String keyword, String key, boolean seconds) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("garp_master_delay", "delay", true),
          new Setting("garp_master_repeat", "repeat", false),
          new Setting("garp_master_refresh", "refresh", true),
          new Setting("garp_interval", "interval", true),
          new Setting("garp_lower_prio_repeat", "lower-priority-repeat", false));

  private final Function<String, Optional<Block>> router;
  private final GlobalDefinitions global;
  private final Values values;

  AnnouncementTranslation(
      Function<String, Optional<Block>> router, GlobalDefinitions global, Values values) {
    this.router = router;
    this.global = global;
    this.values = values;
  }

  void translate(Tree into, SourceLine line) {
    for (Setting setting : SETTINGS) {
      Optional<Block> said =
          router.apply(setting.keyword()).or(() -> global.last("vrrp_" + setting.keyword()));
      said.ifPresent(
          each -> {
            Tree announcements = into.child("announcements", line);
            if (setting.seconds()) {
              values.seconds(each, announcements, setting.key());
            } else {
              values.number(each, announcements, setting.key());
            }
          });
    }
  }
}
