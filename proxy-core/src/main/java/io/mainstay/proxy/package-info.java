/** The data plane: HTTP/1.1 proxying, balancing, pools. */
@NullMarked
package io.mainstay.proxy;

import org.jspecify.annotations.NullMarked;
