package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.Scenario.Setting;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx as it is measured: one worker, connections to servers kept, bodies passed on as they come
 * and never written to disk.
 */
final class NginxConfig {
  /** Debian ships TCP proxying as a module of its own. */
  private static final Path STREAM_MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  private static final String SECURITY =
      "ssl_certificate CERTIFICATE; ssl_certificate_key CERTIFICATE;"
          + " ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:sessions:10m;";

  private NginxConfig() {}

  static boolean canTcp() {
    return Files.exists(STREAM_MODULE);
  }

  static String text(Setting setting, Path directory, int port, List<InetSocketAddress> servers) {
    String upstream = upstream(setting, servers);
    String frame =
        """
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 19000;
        pid DIR/nginx.pid;
        error_log DIR/nginx.err;
        events { worker_connections 18000; }
        """;
    String body =
        setting == Setting.TCP
            ? """
              load_module MODULE;
              stream {
                upstream servers { UPSTREAM }
                server { listen 127.0.0.1:PORT backlog=4096; tcp_nodelay on; proxy_pass servers; }
              }
              """
            : """
              http {
                access_log off;
                keepalive_requests 1000000000;
                keepalive_timeout 60s;
                client_body_temp_path DIR/body;
                proxy_temp_path DIR/proxy;
                fastcgi_temp_path DIR/fastcgi;
                uwsgi_temp_path DIR/uwsgi;
                scgi_temp_path DIR/scgi;
                upstream servers {
                  UPSTREAM
                  keepalive 1024;
                  keepalive_requests 1000000000;
                }
                server {
                  listen 127.0.0.1:PORTSSL backlog=4096;
                  SECURITY
                  client_max_body_size 0;
                  location / {
                    proxy_pass http://servers;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_request_buffering off;
                    proxy_buffers 8 64k;
                    proxy_busy_buffers_size 128k;
                    proxy_max_temp_file_size 0;
                  }
                }
              }
              """;
    // A module is loaded before anything else is said.
    String text =
        setting == Setting.TCP
            ? body.replaceFirst("(?s)\nstream", "\n" + frame + "stream")
            : frame + body;
    return text.replace("DIR", directory.toString())
        .replace("MODULE", STREAM_MODULE.toString())
        .replace("SSL", setting == Setting.TLS ? " ssl" : "")
        .replace("SECURITY", setting == Setting.TLS ? SECURITY : "")
        .replace("PORT", Integer.toString(port))
        .replace("UPSTREAM", upstream);
  }

  private static String upstream(Setting setting, List<InetSocketAddress> servers) {
    StringBuilder text = new StringBuilder();
    String passive = setting == Setting.POOL ? " max_fails=1 fail_timeout=1s" : " max_fails=0";
    for (InetSocketAddress server : servers) {
      text.append("server 127.0.0.1:").append(server.getPort()).append(passive).append("; ");
    }
    return text.toString().strip();
  }
}
