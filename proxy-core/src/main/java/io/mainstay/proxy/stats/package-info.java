/** Counting without sharing: one writer per counter, summed by whoever asks. */
@NullMarked
package io.mainstay.proxy.stats;

import org.jspecify.annotations.NullMarked;
