/** The Docker Engine as VIP mover. */
@NullMarked
package io.mainstay.vip.docker;

import org.jspecify.annotations.NullMarked;
