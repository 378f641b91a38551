/** Whether many virtual routers keep their intervals while proxy and heap are under full load. */
@NullMarked
package io.mainstay.benchmarks.underload;

import org.jspecify.annotations.NullMarked;
