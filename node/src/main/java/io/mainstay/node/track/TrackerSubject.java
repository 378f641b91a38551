package io.mainstay.node.track;

import io.mainstay.health.CheckSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tracker watches. */
public sealed interface TrackerSubject {

  /** As an operator reads it, in the words of the configuration. */
  String text();

  /** A network interface: ok while it is up and has a carrier. */
  record Interface(String interfaceName) implements TrackerSubject {
    @Override
    public String text() {
      return "interface " + interfaceName;
    }
  }

  /**
   * A running process.
   *
   * @param words the command, a name or a whole path, then arguments that must follow one another
   *     in its command line
   */
  record NamedProcess(List<String> words) implements TrackerSubject {
    public NamedProcess {
      words = List.copyOf(words);
    }

    @Override
    public String text() {
      return "process " + String.join(" ", words);
    }
  }

  /**
   * The process whose number is in a file.
   *
   * @param words what the process must be, as in {@link NamedProcess}, lest a recycled number pass;
   *     may be empty
   */
  record PidFile(Path file, List<String> words) implements TrackerSubject {
    public PidFile {
      words = List.copyOf(words);
    }

    @Override
    public String text() {
      return "pid-file " + file;
    }
  }

  /** A file or folder: ok while it exists; with {@link TrackerEffect.Content} it holds a number. */
  record ExistingFile(Path file) implements TrackerSubject {
    @Override
    public String text() {
      return "file " + file;
    }
  }

  /**
   * A script: ok when it exits with 0 in time.
   *
   * @param command the program and its arguments; no shell reads them
   * @param user who it runs as; null for the node's own user
   */
  record Script(List<String> command, @Nullable String user) implements TrackerSubject {
    public Script {
      command = List.copyOf(command);
    }

    @Override
    public String text() {
      return "script " + String.join(" ", command);
    }
  }

  /** Any health check that the node has, on an address. */
  record Check(CheckSpec spec, InetSocketAddress address) implements TrackerSubject {
    @Override
    public String text() {
      return "check " + spec.name() + " on " + address.getHostString() + ":" + address.getPort();
    }
  }

  /** A server of a backend: ok while its own check says that it is up. */
  record Server(String backend, String server) implements TrackerSubject {
    @Override
    public String text() {
      return "server " + backend + "/" + server;
    }
  }

  /** A backend: ok while at least so many of its servers take requests. */
  record UsableServers(String backend, int atLeast) implements TrackerSubject {
    @Override
    public String text() {
      return "backend " + backend + " with at least " + atLeast + " usable";
    }
  }

  /** A frontend: ok while it listens. */
  record Listening(String frontend) implements TrackerSubject {
    @Override
    public String text() {
      return "frontend " + frontend;
    }
  }

  /** This node's proxy as a whole: ok while every frontend listens. */
  record Proxy(List<String> frontends) implements TrackerSubject {
    public Proxy {
      frontends = List.copyOf(frontends);
    }

    @Override
    public String text() {
      return "this node's proxy";
    }
  }

  /** The proxy's event loops: ok while none of them runs later than this. */
  record EventLoopLag(Duration limit) implements TrackerSubject {
    @Override
    public String text() {
      return "event-loop-lag above " + limit.toMillis() + " ms";
    }
  }
}
