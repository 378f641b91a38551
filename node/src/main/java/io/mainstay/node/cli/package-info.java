/** The commands a user types. */
@NullMarked
package io.mainstay.node.cli;

import org.jspecify.annotations.NullMarked;
