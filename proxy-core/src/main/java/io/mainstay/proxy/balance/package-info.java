/** Which server gets the next request: pure choices over an immutable view of the servers. */
@NullMarked
package io.mainstay.proxy.balance;

import org.jspecify.annotations.NullMarked;
