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
   * Starts what of it does not run, after the end of its earlier life if it was asked to end;
   * returns when the processes exist, not when they serve.
   */
  void start();

  /** Asks it to end (SIGTERM) and does not wait. */
  void terminate();

  /** Ends it without a word (SIGKILL). */
  void kill();

  /** Ends without a word what serves the requests; all of it where that is one process. */
  void killProxy();

  /** Whether every process of it lives. */
  boolean isAlive();

  /** Whether the address stays on its host when it is killed. */
  boolean leavesAddressWhenKilled();

  /** The last lines of its log, oldest first. */
  List<String> logTail();
}
