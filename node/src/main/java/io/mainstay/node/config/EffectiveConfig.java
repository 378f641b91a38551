package io.mainstay.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a configuration with every default in its place. */
final class EffectiveConfig {
  private static final Map<String, String> KINDS =
      Map.of(
          "frontends", "frontend",
          "backends", "backend",
          "routers", "router",
          "sync-groups", "sync-group",
          "status.listeners", "status-listener",
          "notices.webhooks", "webhook",
          "notices.streams", "stream",
          "log.targets", "log-target");

  /** What is printed gets pasted. */
  private static final Set<String> SECRETS =
      Set.of("key", "password", "key-store-password", "token", "url");

  /** The user in {@code scheme://user:password@host}. */
  private static final Pattern PASSWORD = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@\\s]+@");

  private static final ConfigValue HIDDEN = ConfigValueFactory.fromAnyRef("***");

  private EffectiveConfig() {}

  /**
   * Renders what was written merged with the program's defaults.
   *
   * @param shown whether the value of a mover's setting may be shown, by the names of both
   * @param interfaces the interface of each router, for those that name none
   */
  static String render(
      Config merged, BiPredicate<String, String> shown, Map<String, String> interfaces) {
    Config mainstay = merged.getConfig("mainstay");
    Config effective = mainstay.withoutPath("defaults");
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      if (!mainstay.hasPath(kind.getKey())) {
        continue;
      }
      ConfigObject defaults = mainstay.getObject("defaults." + kind.getValue());
      ConfigObject entries = ConfigFactory.empty().root();
      for (Map.Entry<String, ConfigValue> entry : mainstay.getObject(kind.getKey()).entrySet()) {
        ConfigValue full = entry.getValue().withFallback(defaults);
        if (kind.getKey().equals("routers") && interfaces.containsKey(entry.getKey())) {
          full = full.withFallback(interfaceOnly(interfaces.get(entry.getKey())));
        }
        entries =
            entries.withValue(
                entry.getKey(), withoutMoverSecrets(withTrackers(full, mainstay), shown));
      }
      effective = effective.withValue(kind.getKey(), entries);
    }
    return withoutSecrets(effective.atKey("mainstay").root())
        .render(
            ConfigRenderOptions.defaults()
                .setJson(false)
                .setComments(false)
                .setOriginComments(false));
  }

  private static ConfigObject interfaceOnly(@Nullable String name) {
    return ConfigValueFactory.fromAnyRef(name).atKey("interface").root();
  }

  private static ConfigObject withoutSecrets(ConfigObject object) {
    ConfigObject plain = object;
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (entry.getKey().equals("auth")) {
        plain = plain.withValue(entry.getKey(), namesOnly(entry.getValue()));
      } else if (entry.getValue() instanceof ConfigObject inner) {
        plain = plain.withValue(entry.getKey(), withoutSecrets(inner));
      } else if (entry.getValue() instanceof ConfigList list) {
        plain = plain.withValue(entry.getKey(), withoutPasswords(list));
      } else if (entry.getValue().valueType() == ConfigValueType.STRING
          && PASSWORD.matcher(text(entry.getValue())).find()) {
        plain = plain.withValue(entry.getKey(), withoutPassword(entry.getValue()));
      } else if (SECRETS.contains(entry.getKey())
          && entry.getValue().valueType() == ConfigValueType.STRING) {
        plain = plain.withValue(entry.getKey(), HIDDEN);
      }
    }
    return plain;
  }

  /** Who may ask for the status: {@code name:password}, or several of them. */
  private static ConfigValue namesOnly(ConfigValue users) {
    return users instanceof ConfigList list
        ? ConfigValueFactory.fromIterable(
            list.stream().map(each -> namesOnly(each).unwrapped()).toList())
        : ConfigValueFactory.fromAnyRef(text(users).replaceFirst("(?s)^([^:]*:)?.*", "$1***"));
  }

  private static ConfigValue withoutPasswords(ConfigList list) {
    return ConfigValueFactory.fromIterable(
        list.stream()
            .map(
                each ->
                    each instanceof ConfigObject inner
                        ? withoutSecrets(inner).unwrapped()
                        : each.valueType() == ConfigValueType.STRING
                            ? withoutPassword(each).unwrapped()
                            : each.unwrapped())
            .toList());
  }

  /** Whoever may ask at an address can be written into it. */
  private static ConfigValue withoutPassword(ConfigValue written) {
    return ConfigValueFactory.fromAnyRef(PASSWORD.matcher(text(written)).replaceAll("$1***@"));
  }

  private static String text(ConfigValue written) {
    return String.valueOf(written.unwrapped());
  }

  /** A mover may have secrets by any name, so what it does not declare to be none is hidden. */
  private static ConfigValue withoutMoverSecrets(
      ConfigValue entry, BiPredicate<String, String> shown) {
    if (!(entry instanceof ConfigObject router)
        || !(router.get("mover-settings") instanceof ConfigObject settings)) {
      return entry;
    }
    return router.withValue(
        "mover-settings", plain(router.toConfig().getValue("mover"), settings, shown));
  }

  private static ConfigObject plain(
      ConfigValue mover, ConfigObject settings, BiPredicate<String, String> shown) {
    boolean several = mover instanceof ConfigList list && list.size() != 1;
    if (!several) {
      Object name = mover instanceof ConfigList list ? list.get(0).unwrapped() : mover.unwrapped();
      return plain(String.valueOf(name), settings, shown);
    }
    ConfigObject plain = settings;
    for (Map.Entry<String, ConfigValue> own : settings.entrySet()) {
      ConfigValue shownOf =
          own.getValue() instanceof ConfigObject inner ? plain(own.getKey(), inner, shown) : HIDDEN;
      plain = plain.withValue(own.getKey(), shownOf);
    }
    return plain;
  }

  private static ConfigObject plain(
      String mover, ConfigObject settings, BiPredicate<String, String> shown) {
    ConfigObject plain = settings;
    for (String name : settings.keySet()) {
      if (!shown.test(mover, name)) {
        plain = plain.withValue(name, HIDDEN);
      }
    }
    return plain;
  }

  /** A router's trackers have defaults of their own, by their kind. */
  private static ConfigValue withTrackers(ConfigValue entry, Config mainstay) {
    if (!(entry instanceof ConfigObject object)
        || !(object.get("trackers") instanceof ConfigObject trackers)) {
      return entry;
    }
    ConfigObject full = trackers;
    for (Map.Entry<String, ConfigValue> tracker : trackers.entrySet()) {
      for (TrackerKind kind : TrackerKind.of((ConfigObject) tracker.getValue())) {
        ConfigObject defaults = mainstay.getObject("defaults.tracker." + kind.key());
        full = full.withValue(tracker.getKey(), tracker.getValue().withFallback(defaults));
      }
    }
    return object.withValue("trackers", full);
  }
}
