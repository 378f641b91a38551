package io.mainstay.node.log;

import io.mainstay.node.accesslog.SessionRule;
import java.util.Set;

/**
 * How the sessions of one frontend are logged.
 *
 * @param targets the names of the targets that get them
 * @param rule which of them
 */
public record FrontendLog(Set<String> targets, SessionRule rule) {
  public FrontendLog {
    targets = Set.copyOf(targets);
  }
}
