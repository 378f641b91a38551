/**
 * The Docker Engine as VIP mover, as health check and as source of servers.
 *
 * <p>The address is not an interface's but an endpoint's. To acquire it is {@code network connect
 * --ip} for this node's container, to release it is {@code network disconnect}, and whether it is
 * here is read from the container's inspection, never from memory: a daemon that restarts in the
 * middle of a call, or answers an error for a call that succeeded, leaves the inspection as the
 * only truth. So every answer other than success is followed by one inspection, and the outcome is
 * what that shows.
 *
 * <p>The daemon itself refuses an address that another endpoint holds, so two owners cannot be; an
 * address still with another owner is a failure to be retried soon, not a refusal. {@link
 * io.mainstay.vip.docker.Fencing} says whether its owner may be disconnected. A network or
 * container that does not exist, a malformed request and a swarm-scoped network are refusals.
 *
 * <p>Whoever may write to the daemon's socket is root on its host. The mover therefore needs an
 * explicit network and never creates, changes or removes anything but endpoints on it: its own
 * container's, and with fencing that of a container that has or claims the address.
 */
@NullMarked
package io.mainstay.vip.docker;

import org.jspecify.annotations.NullMarked;
