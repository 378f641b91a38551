/** The proxy end to end, over loopback. */
@NullMarked
package io.mainstay.proxy;

import org.jspecify.annotations.NullMarked;
