/**
 * The test kit for VIP movers: what {@link io.mainstay.vip.VipMover} promises, as numbered rules
 * that run against any implementation.
 *
 * <p>Extend {@link io.mainstay.vip.tck.VipMoverTck} and give it a {@link
 * io.mainstay.vip.tck.MoverWorld}. A mover that works through something that can fall silent, such
 * as a daemon, an API or a command, extends {@link io.mainstay.vip.tck.RemoteVipMoverTck} instead.
 * The kit needs JUnit 5 and nothing else.
 */
@NullMarked
package io.mainstay.vip.tck;

import org.jspecify.annotations.NullMarked;
