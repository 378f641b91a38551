/** Parts of the shell that can be tested on their own. */
@NullMarked
package io.mainstay.proxy.netty;

import org.jspecify.annotations.NullMarked;
