/** Decisions about retries. */
@NullMarked
package io.mainstay.proxy.session;

import org.jspecify.annotations.NullMarked;
