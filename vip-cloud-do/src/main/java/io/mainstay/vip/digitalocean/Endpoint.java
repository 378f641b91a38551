package io.mainstay.vip.digitalocean;

/** Which name of the API's resource of IPv4 addresses is used; both mean the same addresses. */
public enum Endpoint {
  RESERVED_IPS("reserved_ips", "reserved_ip"),
  /** The older name, deprecated by DigitalOcean. */
  FLOATING_IPS("floating_ips", "floating_ip");

  private final String pathSegment;
  private final String key;

  Endpoint(String pathSegment, String key) {
    this.pathSegment = pathSegment;
    this.key = key;
  }

  /** The resource's segment in request paths. */
  public String pathSegment() {
    return pathSegment;
  }

  /** The name of an address's object in an answer. */
  String key() {
    return key;
  }
}
