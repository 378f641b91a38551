/**
 * A whole node under a mixed load whose servers and clients die at random, and a judge that knows
 * what may come of each request. {@code benchmarks/chaos --help} says how.
 */
@NullMarked
package io.mainstay.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
