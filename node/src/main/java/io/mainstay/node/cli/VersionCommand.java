package io.mainstay.node.cli;

import io.mainstay.node.NodeVersion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mainstay version}. */
@Command(
    name = "version",
    description = "Print the version of Mainstay and of the Java it runs on.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line());
    out.flush();
    return 0;
  }

  private static String line() {
    return "mainstay " + NodeVersion.text() + " (Java " + Runtime.version() + ")";
  }

  /** The same for {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }
}
