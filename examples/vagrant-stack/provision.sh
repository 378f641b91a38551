#!/bin/sh
# Run in a machine of the Vagrantfile as root, beside the files that it has uploaded to /tmp/stack; again without harm.
#   provision.sh web NAME ADDRESS         a web server that says its address and name
#   provision.sh balancer NUMBER LAN      a balancer; LAN is the first three numbers of its network
set -eu
files=/tmp/stack
export DEBIAN_FRONTEND=noninteractive

packages() {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# httpd PORT TEXT: the service httpd, whose only page is TEXT.
httpd() {
  install -d /srv/www
  echo "$2" > /srv/www/index.html
  echo "PORT=$1" > /etc/default/httpd
  ln -sf "$(command -v busybox)" /usr/local/bin/httpd
  install -m 644 "$files/httpd.service" /etc/systemd/system/
}

start() {
  systemctl daemon-reload
  systemctl enable --quiet "$@"
  systemctl restart "$@"
}

web() {
  packages busybox
  httpd 80 "$2 $1"
  start httpd
}

balancer() {
  packages busybox openjdk-17-jre-headless curl tcpdump
  rm -rf /opt/mainstay
  install -d /opt/mainstay /etc/haproxy /etc/keepalived
  tar -xzf "$files/mainstay.tar.gz" -C /opt/mainstay --strip-components=1
  sed "s/192\.168\.1\./$2./" "$files/haproxy.cfg" > /etc/haproxy/haproxy.cfg
  sed "s/192\.168\.1\./$2./" "$files/keepalived-$1.conf" > /etc/keepalived/keepalived.conf
  echo 'CONFIGURATION="--haproxy /etc/haproxy/haproxy.cfg --keepalived /etc/keepalived/keepalived.conf"' \
    > /etc/default/mainstay
  install -m 644 /opt/mainstay/systemd/mainstay.service /etc/systemd/system/
  httpd 8080 "Sorry, back soon"
  start httpd mainstay
}

"$@"
