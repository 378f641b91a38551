package io.mainstay.node.config;

import java.util.Map;

/**
 * One mover of a router's addresses.
 *
 * @param name the name of its factory
 * @param settings its own settings as written, and what the router's own say to it
 * @param location where it is named, for messages
 * @param settingsLocation where its settings are written, for messages
 */
public record RouterMover(
    String name, Map<String, String> settings, String location, String settingsLocation) {
  public RouterMover {
    settings = Map.copyOf(settings);
  }
}
