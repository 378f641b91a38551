package io.mainstay.node;

import io.mainstay.node.cli.MainstayCommand;
import io.mainstay.node.status.StatusServer;

/** The program. */
public final class Main {
  private static final String LOGBACK_FILE = "logback.configurationFile";

  private Main() {}

  /** Exit codes: 0 done, 1 could not, 2 not understood. */
  public static void main(String[] args) {
    // Set here and not by a logback.xml, which would impose itself on applications that embed us.
    if (System.getProperty(LOGBACK_FILE) == null) {
      System.setProperty(LOGBACK_FILE, "mainstay-logback.xml");
    }
    StatusServer.limitSlowClients();
    int code = MainstayCommand.execute(args);
    ProgramLog.end();
    System.exit(code);
  }
}
