package io.mainstay.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Turns a host name or a literal address into an address; a parameter so that tests need no DNS.
 */
@FunctionalInterface
public interface HostResolver {
  InetAddress resolve(String host) throws UnknownHostException;

  /** The host's own resolver. */
  HostResolver SYSTEM = InetAddress::getByName;
}
