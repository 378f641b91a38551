package io.mainstay.node.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What runs on both nodes of the lab. */
public enum LabSystem {
  /** This program. */
  MAINSTAY("Mainstay"),
  /** This program with its addresses leased for a second; plays {@link Scenario#ARP} alone. */
  LEASED("Mainstay, leased"),
  /** The distribution's keepalived, with its HAProxy beside it. */
  KEEPALIVED("keepalived+HAProxy");

  private final String title;

  LabSystem(String title) {
    this.title = title;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** What a user types, and what {@code "system"} says in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a scenario tells something new of it. */
  boolean plays(Scenario scenario) {
    return this != LEASED || scenario == Scenario.ARP;
  }

  boolean isRival() {
    return this == KEEPALIVED;
  }

  /**
   * The rival that a word names: anything but Mainstay, which always plays.
   *
   * @throws LabException naming the words there are
   */
  public static LabSystem rival(String word) {
    return Arrays.stream(values())
        .filter(system -> system.isRival() && system.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new LabException("no rival \"" + word + "\"; there are: " + rivalWords()));
  }

  private static String rivalWords() {
    return Arrays.stream(values())
        .filter(LabSystem::isRival)
        .map(LabSystem::word)
        .collect(Collectors.joining(", "));
  }
}
