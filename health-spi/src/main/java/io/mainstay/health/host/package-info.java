/** What a host knows of itself: processes, files, interfaces, and what scripts find out. */
@NullMarked
package io.mainstay.health.host;

import org.jspecify.annotations.NullMarked;
