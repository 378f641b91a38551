/**
 * The Docker Engine as VIP mover: an address belongs to whichever container it is connected with.
 *
 * <p>The address is not an interface's but an endpoint's. To acquire it is {@code network connect
 * --ip} for this node's container, to release it is {@code network disconnect}, and whether it is
 * here is read from the container's inspection, never from memory: a daemon that restarts in the
 * middle of a call, or answers an error for a call that succeeded, leaves the inspection as the
 * only truth. So every answer other than success is followed by one inspection, and the outcome is
 * what that shows.
 *
 * <p>The daemon itself refuses an address that another endpoint holds, so two owners cannot be; an
 * address still with the old owner is a failure to be retried soon, not a refusal. When the old
 * owner's node is gone its endpoint stays, and only another node can disconnect it: {@link
 * io.mainstay.vip.docker.Fencing} says whether this one may. A network or container that does not
 * exist, a malformed request and a swarm-scoped network are refusals.
 *
 * <p>Whoever may write to the daemon's socket is root on its host. The mover therefore needs an
 * explicit network and never creates, changes or removes anything but the endpoint of the one
 * container on that network. Addresses should lie outside the network's {@code --ip-range}, so that
 * the daemon never hands them to somebody else.
 */
@NullMarked
package io.mainstay.vip.docker;

import org.jspecify.annotations.NullMarked;
