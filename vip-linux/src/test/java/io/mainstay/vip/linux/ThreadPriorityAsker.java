package io.mainstay.vip.linux;

import java.io.IOException;

/** A process that asks for both priorities, prints what came of it, and fails when both did. */
final class ThreadPriorityAsker {
  private ThreadPriorityAsker() {}

  public static void main(String[] arguments) {
    int refused = 0;
    try {
      LinuxThreadPriority.realtime();
    } catch (IOException e) {
      System.out.println(e.getMessage());
      refused++;
    }
    try {
      LinuxThreadPriority.leastNice();
    } catch (IOException e) {
      System.out.println(e.getMessage());
      refused++;
    }
    System.exit(refused == 2 ? 1 : 0);
  }
}
