/** The checks that talk to an address, all on one thread: TCP, TLS, HTTP, scripts, agents. */
@NullMarked
package io.mainstay.health.check;

import org.jspecify.annotations.NullMarked;
