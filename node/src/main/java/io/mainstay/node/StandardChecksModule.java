package io.mainstay.node;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.check.CheckCertificates;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.health.check.StandardChecks;
import io.mainstay.health.host.HostChecks;
import io.mainstay.proxy.tls.CertificateFiles;
import io.mainstay.proxy.tls.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Brings the standard checks the way a stranger's plug-in brings its own. */
public final class StandardChecksModule extends AbstractModule {

  /** One daemon thread serves every check of the process. */
  @Provides
  @Singleton
  CheckLoop loop() {
    return CheckLoop.start();
  }

  /** Read as the proxy reads its own, but for passwords, which no check can be given. */
  private static CheckCertificates.Own certificate(Path file) throws IOException {
    Identity own = CertificateFiles.identities(List.of(file), "", Instant.now()).get(0);
    return new CheckCertificates.Own(own.key(), own.chain());
  }

  @ProvidesIntoMap
  @StringMapKey("tcp")
  HealthCheckFactory tcp(CheckLoop loop) {
    return StandardChecks.tcp(loop);
  }

  @ProvidesIntoMap
  @StringMapKey("tls")
  HealthCheckFactory tls(CheckLoop loop) {
    return StandardChecks.tls(loop, StandardChecksModule::certificate);
  }

  @ProvidesIntoMap
  @StringMapKey("http")
  HealthCheckFactory http(CheckLoop loop) {
    return StandardChecks.http(loop);
  }

  @ProvidesIntoMap
  @StringMapKey("https")
  HealthCheckFactory https(CheckLoop loop) {
    return StandardChecks.https(loop, StandardChecksModule::certificate);
  }

  @ProvidesIntoMap
  @StringMapKey("tcp-check")
  HealthCheckFactory tcpScript(CheckLoop loop) {
    return StandardChecks.tcpScript(loop, StandardChecksModule::certificate);
  }

  @ProvidesIntoMap
  @StringMapKey("process")
  HealthCheckFactory process() {
    return HostChecks.process();
  }

  @ProvidesIntoMap
  @StringMapKey("pid-file")
  HealthCheckFactory pidFile() {
    return HostChecks.pidFile();
  }

  @ProvidesIntoMap
  @StringMapKey("file")
  HealthCheckFactory file() {
    return HostChecks.file();
  }

  @ProvidesIntoMap
  @StringMapKey("script")
  HealthCheckFactory script() {
    return HostChecks.script();
  }
}
