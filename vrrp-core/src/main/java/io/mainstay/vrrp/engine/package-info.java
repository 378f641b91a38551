/** Runs virtual routers: one thread drains inputs, fires timers and carries out the actions. */
@NullMarked
package io.mainstay.vrrp.engine;

import org.jspecify.annotations.NullMarked;
