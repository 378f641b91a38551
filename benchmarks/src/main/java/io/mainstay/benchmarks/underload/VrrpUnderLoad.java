package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures, on the wire, whether many virtual routers keep their intervals on one core while the
 * proxy beside them is under full load and the heap is under pressure. Runs in namespaces of its
 * own, which the script of the same name opens.
 */
public final class VrrpUnderLoad {
  private VrrpUnderLoad() {}

  /**
   * Measures and prints; exits with 1 when it could not, and with 2 when an advertisement was
   * missed or a backup took over.
   *
   * @param args the unpacked distribution, then the options
   */
  public static void main(String[] args) {
    try {
      List<String> rest = new ArrayList<>(List.of(args));
      Path home = Path.of(rest.remove(0)).toAbsolutePath();
      if (rest.contains("--help")) {
        System.out.print(Options.USAGE);
        return;
      }
      System.exit(run(home, Options.parse(rest)));
    } catch (BenchException e) {
      System.err.println("vrrp-under-load: " + e.getMessage());
      System.exit(1);
    }
  }

  private static int run(Path home, Options options) {
    Path base = base(options);
    List<Contender> contenders = new ArrayList<>(List.of(new MainstayContender()));
    if (options.versus()) {
      contenders.add(new KeepalivedContender());
    }
    List<Measurement> measurements = new ArrayList<>();
    for (Contender contender : contenders) {
      System.err.println("measuring " + contender.name() + " ...");
      measurements.add(Run.of(contender, home, base, options));
    }
    System.out.print(
        options.json() ? Report.json(options, measurements) : Report.table(options, measurements));
    Measurement mainstay = measurements.get(0);
    return mainstay.wire().missed() == 0 && mainstay.transitions() == 0 ? 0 : 2;
  }

  /** Below a /run that only these namespaces see, unless logs are wanted. */
  private static Path base(Options options) {
    try {
      return options.keep().isEmpty()
          ? Files.createTempDirectory(Path.of("/run"), "vrrp-under-load")
          : Files.createDirectories(Path.of(options.keep()).toAbsolutePath());
    } catch (IOException e) {
      throw new BenchException("cannot make a directory for logs: " + e, e);
    }
  }
}
