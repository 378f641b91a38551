/** What TLS needs and needs no connection for: certificates' files, names, and the ClientHello. */
@NullMarked
package io.mainstay.proxy.tls;

import org.jspecify.annotations.NullMarked;
