/** VRRP v2 and v3: packets, election, agent. Pure Java, no I/O. */
@NullMarked
package io.mainstay.vrrp;

import org.jspecify.annotations.NullMarked;
