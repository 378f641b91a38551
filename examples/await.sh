# Read by the try scripts beside it, each of which says in fail() what its parts have logged.
# shellcheck shell=bash

# await SECONDS WHAT COMMAND...: waits until the command succeeds, or fails and says WHAT.
await() {
  local seconds=$1 what=$2 end=$((SECONDS + $1))
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited $seconds s in vain: $what"
    sleep 0.1
  done
}
