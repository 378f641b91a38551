/**
 * Mainstay beside other proxies under the same load. {@code benchmarks/compare --help} says how.
 */
@NullMarked
package io.mainstay.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
