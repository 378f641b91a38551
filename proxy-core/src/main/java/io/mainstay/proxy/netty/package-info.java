/**
 * The shell around the pure parts: listeners, client and server connections, timers, buffers. Not
 * for use from outside this module; Netty stays in here.
 */
@NullMarked
package io.mainstay.proxy.netty;

import org.jspecify.annotations.NullMarked;
