/** Where a backend's servers come from when the configuration does not name them. */
@NullMarked
package io.mainstay.health.source;

import org.jspecify.annotations.NullMarked;
