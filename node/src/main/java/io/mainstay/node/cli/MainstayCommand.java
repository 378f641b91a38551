package io.mainstay.node.cli;

import io.mainstay.node.StartException;
import io.mainstay.node.config.InvalidConfigException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line; it only knows its commands and how failures are told. */
@Command(
    name = "mainstay",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = VersionCommand.Version.class,
    description = "A load balancer that owns its virtual IP.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ConvertCommand.class,
      LabCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 could not (one line says why), 2 the command line was not understood.",
      "MAINSTAY_LOG_LEVEL=DEBUG logs more; MAINSTAY_DEBUG=1 adds stack traces to failures."
    })
public final class MainstayCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs one command line and returns its exit code. */
  public static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new MainstayCommand())
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> failed(exception, commandLine.getErr()));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "mainstay: name a command, for instance: mainstay run");
  }

  /** A line for each thing that the operator can mend; a bug says that it is one. */
  private static int failed(Exception exception, PrintWriter err) {
    if (exception instanceof InvalidConfigException invalid) {
      invalid.lines().forEach(err::println);
    } else if (exception instanceof StartException) {
      err.println("mainstay: " + exception.getMessage());
    } else {
      err.println("mainstay: internal error, please report it: " + exception);
    }
    if (Optional.ofNullable(System.getenv("MAINSTAY_DEBUG")).orElse("").equals("1")) {
      exception.printStackTrace(err);
    }
    err.flush();
    return 1;
  }
}
