package io.mainstay.node.lab;

import java.util.List;

/** A load balancer under test on one host of the lab. */
interface LabNode {
  /** The name of the host it runs on. */
  default String name() {
    return host().name();
  }

  LabHost host();

  int priority();

  /** What runs here, for people. */
  String product();

  /**
   * Starts it, after the end of its earlier life if there was one; returns when the process exists,
   * not when it serves.
   */
  void start();

  /** Asks it to end (SIGTERM) and does not wait. */
  void terminate();

  /** Ends it without a word (SIGKILL). */
  void kill();

  /** Whether its process lives. */
  boolean isAlive();

  /** The last lines of its log, oldest first. */
  List<String> logTail();
}
