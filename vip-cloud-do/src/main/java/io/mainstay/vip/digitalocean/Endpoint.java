package io.mainstay.vip.digitalocean;

/** Which name of the API's resource is used; both mean the same addresses. */
public enum Endpoint {
  RESERVED_IPS("reserved_ips"),
  /** The older name, deprecated by DigitalOcean. */
  FLOATING_IPS("floating_ips");

  private final String pathSegment;

  Endpoint(String pathSegment) {
    this.pathSegment = pathSegment;
  }

  /** The resource's segment in request paths. */
  public String pathSegment() {
    return pathSegment;
  }
}
