/** The ports through which the engine reaches the world; vip-linux implements them. */
@NullMarked
package io.mainstay.vrrp.spi;

import org.jspecify.annotations.NullMarked;
