/** The proxies that run in a JVM, each as its documentation sets it up, with one event loop. */
@NullMarked
package io.mainstay.benchmarks.compare.peer;

import org.jspecify.annotations.NullMarked;
