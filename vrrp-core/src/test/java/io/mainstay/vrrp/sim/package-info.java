/** A deterministic simulation of hosts that run the real agent on a network that misbehaves. */
@NullMarked
package io.mainstay.vrrp.sim;

import org.jspecify.annotations.NullMarked;
