/**
 * Everything that touches the Linux kernel: netlink, raw VRRP sockets, gratuitous ARP and
 * unsolicited NA.
 */
@NullMarked
package io.mainstay.vip.linux;

import org.jspecify.annotations.NullMarked;
