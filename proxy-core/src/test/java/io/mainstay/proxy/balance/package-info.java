/** Balancing, as orders of turns. */
@NullMarked
package io.mainstay.proxy.balance;

import org.jspecify.annotations.NullMarked;
