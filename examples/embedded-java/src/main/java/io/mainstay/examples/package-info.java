/** A proxy and an election inside an application, each a page to copy from. */
@NullMarked
package io.mainstay.examples;

import org.jspecify.annotations.NullMarked;
