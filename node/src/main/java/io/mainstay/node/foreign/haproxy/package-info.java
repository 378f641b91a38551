/** HAProxy's language. */
@NullMarked
package io.mainstay.node.foreign.haproxy;

import org.jspecify.annotations.NullMarked;
