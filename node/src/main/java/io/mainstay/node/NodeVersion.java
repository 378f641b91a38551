package io.mainstay.node;

import java.util.Optional;

/** The version of this program. */
public final class NodeVersion {
  private NodeVersion() {}

  /** As the jar's manifest says it; classes that come from no jar have none. */
  public static String text() {
    return Optional.ofNullable(NodeVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
