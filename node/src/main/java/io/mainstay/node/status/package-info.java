/** What a node tells about itself. */
@NullMarked
package io.mainstay.node.status;

import org.jspecify.annotations.NullMarked;
