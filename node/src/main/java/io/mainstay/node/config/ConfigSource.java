package io.mainstay.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;

/**
 * One source of a node's configuration, in whatever language it was written: the tree that it
 * means, whose values know their files and lines, and what was found while it was read.
 */
public final class ConfigSource {
  private final String name;
  private final Config tree;
  private final Findings findings;

  /**
   * A source.
   *
   * @param name the file, for what concerns it as a whole
   * @param tree what it means, in the shape of the node's own language
   * @param findings what is wrong or doubtful in it
   */
  public ConfigSource(String name, ConfigObject tree, Findings findings) {
    this.name = name;
    this.tree = tree.toConfig();
    this.findings = findings;
  }

  /** The file, for what concerns it as a whole. */
  public String name() {
    return name;
  }

  /** What it means, in the shape of the node's own language. */
  public ConfigObject tree() {
    return tree.root();
  }

  /** What is wrong or doubtful in it. */
  public Findings findings() {
    return findings;
  }
}
