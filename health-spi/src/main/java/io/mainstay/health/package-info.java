/** What a health check is, the rise/fall judge, the scheduler and the standard checks. */
@NullMarked
package io.mainstay.health;

import org.jspecify.annotations.NullMarked;
