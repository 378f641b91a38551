/** VRRP, ARP and Neighbor Advertisement bytes: pure, no sockets. */
@NullMarked
package io.mainstay.vrrp.packet;

import org.jspecify.annotations.NullMarked;
