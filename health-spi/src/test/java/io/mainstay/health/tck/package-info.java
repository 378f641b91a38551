/**
 * The test kit for health checks: what {@link io.mainstay.health.HealthCheck} promises, as numbered
 * rules that run against any implementation.
 *
 * <p>Extend {@link io.mainstay.health.tck.HealthCheckTck} and give it a {@link
 * io.mainstay.health.tck.CheckWorld}. The kit needs JUnit 5 and nothing else.
 */
@NullMarked
package io.mainstay.health.tck;

import org.jspecify.annotations.NullMarked;
