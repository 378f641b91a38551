/**
 * DigitalOcean reserved IPs (formerly floating IPs) as VIP mover: the address belongs to whichever
 * droplet the API has assigned it to.
 *
 * <p>To acquire is to ask first: when the address is already assigned to this droplet nothing is
 * posted. Otherwise an {@code assign} action is posted and followed until it ends, and then the
 * address is read once more, because of two nodes that assign at the same time the last one wins
 * and the other must learn that it lost. The action's own status is never the outcome; the address
 * read afterwards is. After a lost response, a reset connection or a server error the post is
 * repeated only after such a reading.
 *
 * <p>To release does nothing unless {@link io.mainstay.vip.digitalocean.OnRelease} says otherwise:
 * the next owner's assignment moves the address by itself, while an unassignment that arrives late
 * would take it from that owner. Between two assignments by one node lies a cool-off, because quick
 * flip-flops confuse the API.
 *
 * <p>Failures are retried with growing waits, and a rate limit is honoured through {@link
 * io.mainstay.vip.digitalocean.RateLimit}. Rejected credentials and unknown addresses or droplets
 * are refusals. Redirects are not followed and bodies are read up to a bound, so that the token
 * goes to one host only and a broken gateway costs no memory. The election never waits for any of
 * this.
 */
@NullMarked
package io.mainstay.vip.digitalocean;

import org.jspecify.annotations.NullMarked;
