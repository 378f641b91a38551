package io.mainstay.node.lab;

import java.time.Duration;
import java.util.Locale;

/** What both ends of an election agree on. Version 3 plays IPv4 and IPv6 at once. */
record ElectionTerms(int version) {
  static final int VRID = 51;
  static final String LINK_LOCAL = "fe80::77:100";
  static final String GLOBAL = "fd77::100";

  boolean hasIpv6() {
    return version == 3;
  }

  /** As short as the version allows; version 3 could do less, a busy machine could not. */
  Duration interval() {
    return version == 2 ? Duration.ofSeconds(1) : Duration.ofMillis(200);
  }

  /** Longer than an advertisement takes to come, and so than the wrong owner takes to show. */
  Duration calm() {
    return version == 2 ? Duration.ofMillis(1500) : Duration.ofMillis(800);
  }

  String mainstay(String name, int priority) {
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
              routers.vip4 { addresses = [ "%s/%d" ] }
            """,
            name,
            LabNetwork.INTERFACE,
            VRID,
            priority,
            version,
            interval().toMillis(),
            LabNetwork.SERVICE_ADDRESS,
            LabNetwork.PREFIX_LENGTH);
    return hasIpv6()
        ? common
            + String.format(
                Locale.ROOT,
                "  routers.vip6 { addresses = [ \"%s/64\", \"%s/64\" ] }\n}\n",
                LINK_LOCAL,
                GLOBAL)
        : common + "}\n";
  }

  String keepalived(int priority) {
    String global = String.format(Locale.ROOT, "global_defs {\n  vrrp_version %d\n}\n", version);
    String ipv4 =
        instance("vip4", priority, LabNetwork.SERVICE_ADDRESS + "/" + LabNetwork.PREFIX_LENGTH);
    return hasIpv6()
        ? global + ipv4 + instance("vip6", priority, LINK_LOCAL + "/64\n    " + GLOBAL + "/64")
        : global + ipv4;
  }

  private String instance(String name, int priority, String addresses) {
    return String.format(
        Locale.ROOT,
        """
        vrrp_instance %s {
          state BACKUP
          interface %s
          virtual_router_id %d
          priority %d
          advert_int %s
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
        addresses);
  }
}
