/** What the hot paths cost. {@code java -jar benchmarks/target/benchmarks.jar} runs all of them. */
@NullMarked
package io.mainstay.benchmarks;

import org.jspecify.annotations.NullMarked;
