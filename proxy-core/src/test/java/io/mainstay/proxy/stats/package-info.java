/** Tests of the counters. */
@NullMarked
package io.mainstay.proxy.stats;

import org.jspecify.annotations.NullMarked;
