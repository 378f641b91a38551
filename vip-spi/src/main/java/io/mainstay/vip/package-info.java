/** What a VIP mover is, and the reconciler that drives it. */
@NullMarked
package io.mainstay.vip;

import org.jspecify.annotations.NullMarked;
