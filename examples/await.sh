# Read by the try scripts beside it, each of which says in fail() what its parts have logged.
# shellcheck shell=bash

# await WHAT COMMAND...: waits until the command succeeds, or fails and says WHAT. The bound is there for
# what hangs, and is wide: on a busy machine a JVM alone can take half a minute to start. How fast
# something must be is measured by those who promise it.
await() {
  local what=$1 end=$((SECONDS + 180))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited 180 s in vain: $what"
    sleep 0.1
  done
}
