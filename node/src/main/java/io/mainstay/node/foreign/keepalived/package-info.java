/** keepalived's language. */
@NullMarked
package io.mainstay.node.foreign.keepalived;

import org.jspecify.annotations.NullMarked;
