package io.mainstay.node.notice;

import java.util.Locale;
import java.util.Optional;

/** The states that keepalived's notify commands know. */
public enum NotifyState {
  MASTER,
  BACKUP,
  FAULT,
  STOP;

  /** As the configuration names its command. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a state of an event is called in a command's arguments. */
  static Optional<NotifyState> of(String state) {
    return switch (state) {
      case "MASTER" -> Optional.of(MASTER);
      case "BACKUP" -> Optional.of(BACKUP);
      case "FAULT" -> Optional.of(FAULT);
      case "INIT" -> Optional.of(STOP);
      default -> Optional.empty();
    };
  }
}
