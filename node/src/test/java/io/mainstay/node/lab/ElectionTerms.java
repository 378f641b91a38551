package io.mainstay.node.lab;

import java.time.Duration;
import java.util.Locale;

/** What both ends of an election agree on. Version 3 plays IPv4 and IPv6 at once. */
record ElectionTerms(int version, Delivery delivery, String password) {
  static final int VRID = 51;
  static final String LINK_LOCAL = "fe80::77:100";
  static final String GLOBAL = "fd77::100";
  static final String A_LINK_LOCAL = "fe80::77:11";
  static final String B_LINK_LOCAL = "fe80::77:12";

  /** No authentication. */
  static final String NO_PASSWORD = "";

  /** An address that no host of the lab has. */
  static final String ABSENT = "10.77.0.99";

  /** keepalived's hop limit over IPv6, unless its {@code unicast_ttl} says another. */
  private static final int KEEPALIVED_UNICAST_HOP_LIMIT = 64;

  enum Delivery {
    MULTICAST,
    UNICAST,
    /** Unicast; keepalived knows Mainstay as its peer, and Mainstay somebody else. */
    UNICAST_UNLISTED
  }

  boolean hasIpv6() {
    return version == 3;
  }

  /** As short as the version allows; version 3 could do less, a busy machine could not. */
  Duration interval() {
    return version == 2 ? Duration.ofSeconds(1) : Duration.ofMillis(300);
  }

  /** Longer than an advertisement takes to come, and so than the wrong owner takes to show. */
  Duration calm() {
    return version == 2 ? Duration.ofMillis(1500) : Duration.ofMillis(1200);
  }

  String mainstay(String host, int priority) {
    String common =
        String.format(
            Locale.ROOT,
            """
            mainstay {
              node.name = %s
              status.bind = "127.0.0.1:8404"
              defaults.router {
                interface = %s, vrid = %d, priority = %d, version = %d, advertisement-interval = %d ms
              }
              routers.vip4 { addresses = [ "%s/%d" ]%s%s }
            """,
            host,
            LabNetwork.INTERFACE,
            VRID,
            priority,
            version,
            interval().toMillis(),
            LabNetwork.SERVICE_ADDRESS,
            LabNetwork.PREFIX_LENGTH,
            password.isEmpty() ? "" : ", password = " + password,
            mainstayUnicast(
                ipv4(host),
                delivery == Delivery.UNICAST_UNLISTED ? ABSENT : ipv4(other(host)),
                255));
    return hasIpv6()
        ? common
            + String.format(
                Locale.ROOT,
                "  routers.vip6 { addresses = [ \"%s/64\", \"%s/64\" ]%s }\n}\n",
                LINK_LOCAL,
                GLOBAL,
                mainstayUnicast(
                    linkLocal(host), linkLocal(other(host)), KEEPALIVED_UNICAST_HOP_LIMIT))
        : common + "}\n";
  }

  private String mainstayUnicast(String source, String peer, int minimumTtl) {
    return delivery == Delivery.MULTICAST
        ? ""
        : String.format(
            Locale.ROOT,
            "%n    unicast { source = \"%s\", peers { other { address = \"%s\", minimum-ttl = %d } } }",
            source,
            peer,
            minimumTtl);
  }

  String keepalived(String host, int priority) {
    String global = String.format(Locale.ROOT, "global_defs {\n  vrrp_version %d\n}\n", version);
    String ipv4 =
        instance(
            "vip4",
            priority,
            LabNetwork.SERVICE_ADDRESS + "/" + LabNetwork.PREFIX_LENGTH,
            keepalivedUnicast(ipv4(host), ipv4(other(host))));
    return hasIpv6()
        ? global
            + ipv4
            + instance(
                "vip6",
                priority,
                LINK_LOCAL + "/64\n    " + GLOBAL + "/64",
                keepalivedUnicast(linkLocal(host), linkLocal(other(host))))
        : global + ipv4;
  }

  private String keepalivedUnicast(String source, String peer) {
    return delivery == Delivery.MULTICAST
        ? ""
        : String.format(
            Locale.ROOT, "unicast_src_ip %s%n  unicast_peer {%n    %s%n  }", source, peer);
  }

  private String instance(String name, int priority, String addresses, String unicast) {
    return String.format(
        Locale.ROOT,
        """
        vrrp_instance %s {
          state BACKUP
          interface %s
          virtual_router_id %d
          priority %d
          advert_int %s
          %s
          %s
          virtual_ipaddress {
            %s
          }
        }
        """,
        name,
        LabNetwork.INTERFACE,
        VRID,
        priority,
        KeepalivedConfig.seconds(interval()),
        password.isEmpty()
            ? ""
            : "authentication {\n    auth_type PASS\n    auth_pass " + password + "\n  }",
        unicast,
        addresses);
  }

  private static String other(String host) {
    return host.equals("a") ? "b" : "a";
  }

  private static String ipv4(String host) {
    return host.equals("a") ? LabNetwork.A_ADDRESS : LabNetwork.B_ADDRESS;
  }

  private static String linkLocal(String host) {
    return host.equals("a") ? A_LINK_LOCAL : B_LINK_LOCAL;
  }
}
