/** What becomes of one request: pure decisions about retries and failures. */
@NullMarked
package io.mainstay.proxy.session;

import org.jspecify.annotations.NullMarked;
