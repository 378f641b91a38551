package io.mainstay.benchmarks.underload;

import java.util.Locale;

/** The same job in the words of each program: many virtual routers, and a proxy to one server. */
final class Configurations {
  static final String A_ADDRESS = "10.99.0.1";
  static final String B_ADDRESS = "10.99.0.2";
  static final int A_LAST_BYTE = 1;
  static final String LINK = "veth0";
  static final int PROXY_PORT = 8080;
  static final int WEB_PORT = 8081;
  static final int STATUS_PORT = 8404;

  private static final int MASTER_PRIORITY = 200;
  private static final int BACKUP_PRIORITY = 100;

  private Configurations() {}

  /** The node under load: proxy and master of everything. */
  static String mainstayMaster(Options options) {
    return "mainstay {\n"
        + "  node.name = a\n"
        + "  status.bind = \""
        + A_ADDRESS
        + ":"
        + STATUS_PORT
        + "\"\n"
        + "  frontends.web { bind = \""
        + A_ADDRESS
        + ":"
        + PROXY_PORT
        + "\", default-backend = app }\n"
        + "  backends.app { check = \"http GET / 200\", servers { web = \""
        + B_ADDRESS
        + ":"
        + WEB_PORT
        + "\" } }\n"
        + routers(options, MASTER_PRIORITY)
        + options.nodeSettings()
        + "\n}\n";
  }

  /** The other node: backup of everything, and nothing else to do. */
  static String mainstayBackup(Options options) {
    return "mainstay {\n  node.name = b\n  status.bind = \""
        + B_ADDRESS
        + ":"
        + STATUS_PORT
        + "\"\n"
        + routers(options, BACKUP_PRIORITY)
        + "}\n";
  }

  private static String routers(Options options, int priority) {
    StringBuilder text = new StringBuilder();
    for (int vrid = 1; vrid <= options.routers(); vrid++) {
      text.append(
          String.format(
              Locale.ROOT,
              "  routers.r%d { interface = %s, vrid = %d, priority = %d, addresses = [ \"10.99.1.%d/32\" ],"
                  + " mover = none, advertisement-interval = %dms }%n",
              vrid,
              LINK,
              vrid,
              priority,
              vrid,
              options.interval().toMillis()));
    }
    return text.toString();
  }

  static String keepalived(Options options) {
    StringBuilder text = new StringBuilder("global_defs {\n  vrrp_version 3\n}\n");
    for (int vrid = 1; vrid <= options.routers(); vrid++) {
      text.append(
          String.format(
              Locale.ROOT,
              """
              vrrp_instance r%d {
                state MASTER
                interface %s
                virtual_router_id %d
                priority %d
                advert_int %.2f
                virtual_ipaddress {
                  10.99.1.%d/32
                }
              }
              """,
              vrid,
              LINK,
              vrid,
              MASTER_PRIORITY,
              options.interval().toMillis() / 1000.0,
              vrid));
    }
    return text.toString();
  }

  static String haproxy() {
    return String.format(
        Locale.ROOT,
        """
        global
          maxconn 8000
          nbthread 1
        defaults
          mode http
          timeout connect 5s
          timeout client 50s
          timeout server 50s
        frontend web
          bind %s:%d
          default_backend app
        backend app
          option httpchk GET /
          http-check expect status 200
          server web %s:%d check
        """,
        A_ADDRESS,
        PROXY_PORT,
        B_ADDRESS,
        WEB_PORT);
  }

  static String nginx(String directory) {
    return String.format(
        Locale.ROOT,
        """
        user root;
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 20000; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path %1$s/nginx-body;
          proxy_temp_path %1$s/nginx-proxy;
          fastcgi_temp_path %1$s/nginx-fastcgi;
          uwsgi_temp_path %1$s/nginx-uwsgi;
          scgi_temp_path %1$s/nginx-scgi;
          server {
            listen %2$s:%3$d;
            location / { return 200 "Hello from the server behind the proxy.\\n"; }
          }
        }
        """,
        directory,
        B_ADDRESS,
        WEB_PORT);
  }
}
