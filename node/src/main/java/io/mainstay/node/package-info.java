/** The runnable load balancer: configuration, wiring, status, command line. */
@NullMarked
package io.mainstay.node;

import org.jspecify.annotations.NullMarked;
