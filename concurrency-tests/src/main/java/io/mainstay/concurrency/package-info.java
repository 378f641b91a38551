/** What event loops share, run against each other on threads that race. */
@NullMarked
package io.mainstay.concurrency;

import org.jspecify.annotations.NullMarked;
