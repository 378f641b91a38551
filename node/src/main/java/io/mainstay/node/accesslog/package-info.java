/** What of an ended session is logged, and how its line looks. Pure: bytes come out, no I/O. */
@NullMarked
package io.mainstay.node.accesslog;

import org.jspecify.annotations.NullMarked;
