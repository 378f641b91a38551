package io.mainstay.node.lab;

import java.util.List;

/**
 * The lab with keepalived and a plain web server on both nodes: what the lab itself is tested with.
 */
final class KeepalivedLab {
  private KeepalivedLab() {}

  /** Arguments: as {@link LabInside}'s. */
  public static void main(String[] args) {
    LabEnclosure.inside(
        () -> {
          LabOptions options = LabOptions.fromArguments(args);
          return new LabInside(
                  options, LabConfig.read(options.configuration()), KeepalivedLab::node)
              .play();
        });
  }

  private static LabNode node(LabHost host, int priority) {
    List<String> proxy = LabWebServer.command("Web 2", Stage.WEB_PORT);
    return new KeepalivedNode(host, priority, new KeepalivedNode.Vrrp(3, 51, "1"), proxy);
  }
}
