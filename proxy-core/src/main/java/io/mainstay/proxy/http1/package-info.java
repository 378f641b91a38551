/** HTTP/1.1 syntax and framing, strictly: bytes in, offsets and verdicts out, no sockets. */
@NullMarked
package io.mainstay.proxy.http1;

import org.jspecify.annotations.NullMarked;
