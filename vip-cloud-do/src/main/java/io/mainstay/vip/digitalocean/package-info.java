/** DigitalOcean reserved IPs as VIP mover. */
@NullMarked
package io.mainstay.vip.digitalocean;

import org.jspecify.annotations.NullMarked;
