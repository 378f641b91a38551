package io.mainstay.vip.digitalocean;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Where the API keeps one address, and the requests about it. Pure.
 *
 * <p>An IPv6 address has a resource of its own kind, whatever the endpoint: it tells no lock, and
 * its actions are found among all actions only.
 *
 * @param path the resource's path
 * @param actionsPath where an action is read, by its number
 * @param key the name of the address's object in an answer
 */
record AddressResource(InetAddress address, String path, String actionsPath, String key) {

  static AddressResource of(InetAddress address, Endpoint endpoint) {
    String text = AddressText.write(address);
    if (address instanceof Inet4Address) {
      String path = "/v2/" + endpoint.pathSegment() + "/" + text;
      return new AddressResource(address, path, path + "/actions/", endpoint.key());
    }
    return new AddressResource(
        address, "/v2/reserved_ipv6/" + text, "/v2/actions/", "reserved_ipv6");
  }

  ApiRequest read() {
    return ApiRequest.get(ApiRequest.Kind.READ_ADDRESS, path);
  }

  ApiRequest assignTo(long droplet) {
    return ApiRequest.post(
        ApiRequest.Kind.ASSIGN,
        path + "/actions",
        "{\"type\":\"assign\",\"droplet_id\":" + droplet + "}");
  }

  ApiRequest unassign() {
    return ApiRequest.post(ApiRequest.Kind.UNASSIGN, path + "/actions", "{\"type\":\"unassign\"}");
  }

  ApiRequest readAction(long action) {
    return ApiRequest.get(ApiRequest.Kind.READ_ACTION, actionsPath + action);
  }
}
