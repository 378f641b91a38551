/** The mover {@code exec}: addresses that an operator's own commands move. */
@NullMarked
package io.mainstay.node.exec;

import org.jspecify.annotations.NullMarked;
