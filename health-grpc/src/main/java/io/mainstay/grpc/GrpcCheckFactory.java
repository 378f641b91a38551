package io.mainstay.grpc;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;

/**
 * Reads {@code grpc [service] [authority=name]}. Without a service it asks for the server as a
 * whole.
 */
public final class GrpcCheckFactory implements HealthCheckFactory {
  private static final String AUTHORITY = "authority=";

  private final GrpcLoop loop;

  public GrpcCheckFactory(GrpcLoop loop) {
    this.loop = loop;
  }

  @Override
  public HealthCheck create(CheckSpec spec, CheckEnvironment environment) {
    String service = "";
    String authority = "";
    for (String word : spec.arguments()) {
      if (word.startsWith(AUTHORITY)) {
        authority = word.substring(AUTHORITY.length());
        if (!authority.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")) {
          throw new IllegalArgumentException("'" + authority + "' is no authority; write a host");
        }
      } else if (service.isEmpty() && word.matches("[A-Za-z0-9._/-]{1,255}")) {
        service = word;
      } else {
        throw new IllegalArgumentException(
            "'" + word + "' is no gRPC service; write grpc my.package.Service");
      }
    }
    return new GrpcCheck(loop, service, authority);
  }
}
