/**
 * The log of sessions and checks: each target has a bounded queue and a thread of its own, so that
 * no event loop ever waits and no target for another.
 */
@NullMarked
package io.mainstay.node.log;

import org.jspecify.annotations.NullMarked;
