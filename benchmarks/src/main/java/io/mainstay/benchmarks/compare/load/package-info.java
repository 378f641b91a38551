/**
 * The load generator: client and server of one proxy on one event loop, cheaper than what they
 * measure.
 */
@NullMarked
package io.mainstay.benchmarks.compare.load;

import org.jspecify.annotations.NullMarked;
