/**
 * The peer link: the nodes of a pair keep an authenticated TCP connection to each other, so that
 * the death of one process is known to the other in milliseconds instead of after three
 * advertisement intervals. It also carries the planned hand-over, compares the two configurations
 * and notices when both nodes are MASTER.
 *
 * <p><b>The rule.</b> The link can cause an <em>earlier</em> takeover and warnings; it can never
 * prevent or delay one. No advertisement is suppressed, no timer is lengthened, and without the
 * link the election runs exactly as it would anyway. A peer is believed only what it proved:
 *
 * <table>
 * <caption>What may go wrong, and what it can do</caption>
 * <tr><th>Who or what</th><th>Effect</th></tr>
 * <tr><td>a stranger, any address</td><td>closed at accept, unless its address is a configured
 *     peer's</td></tr>
 * <tr><td>a peer's address without the key or a trusted certificate</td><td>one rate-limited
 *     warning; it may hold a few sockets until the handshake's deadline</td></tr>
 * <tr><td>recorded, reflected, reordered or changed bytes</td><td>the session ends and a new one is
 *     made: both nonces, the roles and a sequence number are under each MAC</td></tr>
 * <tr><td>forged TCP resets</td><td>a fresh, authenticated connection shows that the same process
 *     lives: nothing</td></tr>
 * <tr><td>a cut cable, a stopped process, a host that died</td><td>silence proves nothing; the
 *     advertisements decide</td></tr>
 * <tr><td>a firewall that answers for a living peer with a refusal</td><td>believed only within a
 *     second after a session ended by itself, and only if its listener was reached before; then a
 *     takeover that the next advertisement of the living master reverts</td></tr>
 * <tr><td>a holder of the key that lies</td><td>an early takeover of what it says it resigns,
 *     warnings; the same one VRRP packet on the segment can do</td></tr>
 * <tr><td>a listener on the wire</td><td>with a shared key, reads router names, states and virtual
 *     addresses, and may try weak keys off-line (use a random one); with mutual TLS, nothing</td></tr>
 * </table>
 */
@NullMarked
package io.mainstay.node.peer;

import org.jspecify.annotations.NullMarked;
