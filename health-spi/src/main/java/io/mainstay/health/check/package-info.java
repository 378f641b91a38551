/** The standard checks, all on one thread: connect, and ask over HTTP/1. */
@NullMarked
package io.mainstay.health.check;

import org.jspecify.annotations.NullMarked;
