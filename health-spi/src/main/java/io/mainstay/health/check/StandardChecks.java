package io.mainstay.health.check;

import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheckFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The factories of the checks that talk to an address, by the first word of their written form.
 * Their probes run on the given loop.
 */
public final class StandardChecks {
  private static final String TLS = "tls";

  private StandardChecks() {}

  /** {@code tcp}: a connection can be made. */
  public static HealthCheckFactory tcp(CheckLoop loop) {
    return (spec, environment) -> {
      requireNone(spec, spec.arguments());
      return new TcpCheck(loop);
    };
  }

  /** {@code tls} with {@link TlsOptions}: a TLS handshake succeeds. */
  public static HealthCheckFactory tls(CheckLoop loop) {
    return tls(loop, CheckCertificates.none());
  }

  /** The same, showing certificates that are read so. */
  public static HealthCheckFactory tls(CheckLoop loop, CheckCertificates certificates) {
    return (spec, environment) -> {
      TlsOptions.Split split = TlsOptions.split(spec.arguments());
      requireNone(spec, split.others());
      return new TlsCheck(loop, client(split.tls(), certificates));
    };
  }

  /** {@code http}: as {@link HttpProbe} says. */
  public static HealthCheckFactory http(CheckLoop loop) {
    return (spec, environment) ->
        new HttpCheck(
            loop, HttpProbeParser.parse(spec.arguments()), null, environment.serverState());
  }

  /** {@code https}: the same over TLS, with {@link TlsOptions}. */
  public static HealthCheckFactory https(CheckLoop loop) {
    return https(loop, CheckCertificates.none());
  }

  /** The same, showing certificates that are read so. */
  public static HealthCheckFactory https(CheckLoop loop, CheckCertificates certificates) {
    return (spec, environment) -> {
      TlsOptions.Split split = TlsOptions.split(spec.arguments());
      return new HttpCheck(
          loop,
          HttpProbeParser.parse(split.others()),
          client(split.tls(), certificates),
          environment.serverState());
    };
  }

  /** {@code tcp-check [tls …] STEP…}: a conversation goes as {@link TcpScript} says. */
  public static HealthCheckFactory tcpScript(CheckLoop loop) {
    return tcpScript(loop, CheckCertificates.none());
  }

  /** The same, showing certificates that are read so. */
  public static HealthCheckFactory tcpScript(CheckLoop loop, CheckCertificates certificates) {
    return (spec, environment) -> {
      TlsOptions.Split split = TlsOptions.split(spec.arguments());
      List<String> steps = new ArrayList<>(split.others());
      boolean encrypted = steps.remove(TLS);
      @Nullable TlsClient client = encrypted ? client(split.tls(), certificates) : null;
      return new TcpScriptCheck(loop, TcpScript.parse(steps), client);
    };
  }

  private static TlsClient client(TlsOptions options, CheckCertificates certificates) {
    return new TlsClient(options, InstantSource.system(), certificates);
  }

  private static void requireNone(CheckSpec spec, List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("a " + spec.name() + " check does not take " + arguments);
    }
  }
}
