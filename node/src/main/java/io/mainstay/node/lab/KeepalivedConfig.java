package io.mainstay.node.lab;

import java.time.Duration;
import java.util.Locale;

/**
 * The lab's configuration in the words of keepalived and HAProxy, written as their users write it:
 * port, servers, vrid, version, interval and pre-emption. All else stays at their defaults.
 */
final class KeepalivedConfig {
  private KeepalivedConfig() {}

  /**
   * keepalived.conf.
   *
   * @param proxyName what {@code killall} knows the proxy by
   * @param rivalPriority the other node's priority, below which this one must fall without its
   *     proxy
   */
  static String keepalived(LabConfig config, int priority, int rivalPriority, String proxyName) {
    // As small as bridges the gap: a node that lost its proxy must lose to any other.
    int weight = -Math.max(1, priority - rivalPriority + 10);
    return String.format(
        Locale.ROOT,
        """
        global_defs {
          vrrp_version %d
          script_user root
        }
        vrrp_script proxy {
          script "/usr/bin/env killall -0 %s"
          interval 1
          fall 2
          weight %d
        }
        vrrp_instance vip {
          state BACKUP
          interface %s
          virtual_router_id %d
          priority %d
          advert_int %s
          %s
          virtual_ipaddress {
            %s/%d
          }
          track_script {
            proxy
          }
        }
        """,
        config.version(),
        proxyName,
        weight,
        LabNetwork.INTERFACE,
        config.vrid(),
        priority,
        seconds(config.advertisementInterval()),
        config.preempts() ? "" : "nopreempt",
        LabNetwork.SERVICE_ADDRESS,
        LabNetwork.PREFIX_LENGTH);
  }

  /** haproxy.cfg, with the checks' default times, which are Mainstay's too. */
  static String haproxy(LabConfig config) {
    return String.format(
        Locale.ROOT,
        """
        global
          maxconn 4000
        defaults
          mode http
          timeout connect 5s
          timeout client 50s
          timeout server 50s
        frontend web
          bind *:%d
          default_backend app
        backend app
          balance roundrobin
          option httpchk GET /
          http-check expect status 200
          server web1 %s:%d check
          server web2 %s:%d check
        listen stats
          bind 127.0.0.1:8404
          stats enable
          stats uri /
        """,
        config.port(),
        LabNetwork.WEB1_ADDRESS,
        Stage.WEB_PORT,
        LabNetwork.WEB2_ADDRESS,
        Stage.WEB_PORT);
  }

  /** As keepalived reads it: whole seconds, or with two decimals. */
  static String seconds(Duration interval) {
    long centiseconds = interval.toMillis() / 10;
    return centiseconds % 100 == 0
        ? Long.toString(centiseconds / 100)
        : String.format(Locale.ROOT, "%.2f", centiseconds / 100.0);
  }
}
