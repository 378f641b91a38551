# Read by the try scripts of the plug-ins beside it, each of which has its path in $here. Builds the
# plug-in outside the reactor, against Mainstay's artifacts in a private local repository, drops its
# jar into a folder of plug-ins, and has a node use it in a network namespace of its own.
# Needs what ./mainstay needs, unshare and ip; root or user namespaces.
# shellcheck shell=sh disable=SC2154
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
work=$(mktemp -d)
node=   # its process
beside= # processes of a plug-in's own, which end with the script
finish() {
  for process in $node $beside; do
    kill "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
fail() { echo "try: $*" >&2; [ ! -f "$work/log" ] || tail -n 40 "$work/log" >&2; exit 1; }

# build_plugin MODULE JAR: makes $work/plugins/JAR; MODULE has the interface and the test kit.
build_plugin() {
  # What is on this machine already need not be fetched again: its own repository is read, never written.
  own=$HOME/.m2/repository
  repository=$work/repository
  mkdir -p "$repository" "$work/plugins" "$work/plugin"
  if [ -d "$own" ]; then
    cp -a "$own/." "$repository/"
    rm -rf "$repository/io/mainstay"
  fi
  (cd "$root" && mvn -B -ntp -Dmaven.repo.local="$repository" -DskipTests \
    -pl "bom,$1" -am install) >"$work/log" 2>&1 || fail "Mainstay's artifacts cannot be installed"
  cp -R "$here/pom.xml" "$here/src" "$work/plugin/"
  (cd "$work/plugin" && mvn -B -ntp -Dmaven.repo.local="$repository" package) >"$work/log" 2>&1 ||
    fail "the plug-in cannot be built"
  grep 'Tests run' "$work/log" | tail -n 1
  cp "$work/plugin/target/$2" "$work/plugins/"
}

# start_node SETUP: a node with $work/node.conf, after the commands of SETUP in its namespace.
start_node() {
  "$root/mainstay" check -c "$work/node.conf" >"$work/log" 2>&1 || fail "check refuses the configuration"
  namespace="unshare --net"
  [ "$(id -u)" = 0 ] || namespace="unshare --user --map-root-user --net"
  # shellcheck disable=SC2086 # words on purpose
  $namespace sh -ec "ip link set lo up; $1; exec \"\$0\" run -c \"\$1\"" \
    "$root/mainstay" "$work/node.conf" >"$work/log" 2>&1 &
  node=$!
}

# until_so WHAT COMMAND: waits until the command succeeds, or fails for want of WHAT.
until_so() {
  tries=0
  until eval "$2"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] && kill -0 "$node" 2>/dev/null || fail "$1"
    sleep 0.1
  done
}

stop_node() {
  kill "$node"
  wait "$node" || true
  node=
}
