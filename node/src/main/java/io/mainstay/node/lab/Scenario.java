package io.mainstay.node.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A fault, what must follow, the repair, and what must follow that. */
public enum Scenario {
  /** SIGTERM of the master. */
  STOP("SIGTERM of the master") {
    @Override
    void play(Stage stage) {
      LabNode master = stage.master();
      stage.say("SIGTERM to " + master.name());
      stage.terminate(master);
      stage.awaitTakeOver(stage.other(master));
      stage.start(master);
      stage.awaitReturn(master);
    }
  },

  /** SIGKILL of the master. */
  CRASH("kill -9 of the master") {
    @Override
    void play(Stage stage) {
      LabNode master = stage.master();
      stage.say("kill -9 of " + master.name());
      stage.kill(master);
      stage.awaitTakeOver(stage.other(master));
      stage.start(master);
      stage.awaitReturn(master);
    }
  },

  /** SIGKILL of the master, with an eye on ARP for longer than any lease. */
  ARP("kill -9 of the master; who answers ARP for the address afterwards") {
    @Override
    void play(Stage stage) {
      LabNode master = stage.master();
      stage.watchArp();
      stage.say("kill -9 of " + master.name());
      stage.kill(master);
      stage.awaitTakeOver(stage.other(master));
      stage.awaitArpAnswers(master);
      stage.start(master);
      stage.awaitReturn(master);
    }
  },

  /** The master's link goes down, then comes back. */
  CUT("the master's link goes down, then comes back") {
    @Override
    void play(Stage stage) {
      LabNode master = stage.master();
      stage.say("the link of " + master.name() + " goes down");
      stage.cut(master);
      stage.awaitTakeOver(stage.other(master));
      stage.say("the link of " + master.name() + " comes back");
      stage.join(master);
      stage.awaitReturn(master);
    }
  },

  /** The master's proxy alone dies. Mainstay is one process, so there it is {@link #CRASH}. */
  PROXY("kill -9 of the master's proxy; Mainstay's is the node itself") {
    @Override
    void play(Stage stage) {
      LabNode master = stage.master();
      stage.say("kill -9 of the proxy on " + master.name());
      stage.killProxy(master);
      stage.awaitTakeOver(stage.other(master));
      stage.start(master);
      stage.awaitReturn(master);
    }
  },

  /** A web server dies and returns. */
  BACKEND("a web server dies and returns") {
    @Override
    void play(Stage stage) {
      stage.say("kill -9 of web1");
      stage.killWeb1();
      stage.awaitServiceWithoutWeb1();
      stage.say("web2 answers alone");
      stage.say("web1 starts again");
      stage.startWeb1();
      stage.awaitAnswersOfWeb1();
      stage.say("web1 answers again");
    }
  };

  private final String description;

  Scenario(String description) {
    this.description = description;
  }

  /**
   * The script, played while a client sends requests all the time; a {@link LabException} is a
   * failed scenario.
   */
  abstract void play(Stage stage);

  /** What happens in it, for people. */
  public String description() {
    return description;
  }

  /** What a user types. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scenario that a word names.
   *
   * @throws LabException naming the words there are
   */
  public static Scenario parse(String word) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new LabException("no scenario \"" + word + "\"; there are: " + words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", "));
  }
}
