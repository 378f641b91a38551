/** HTTP/1.1 rules, as tables. */
@NullMarked
package io.mainstay.proxy.http1;

import org.jspecify.annotations.NullMarked;
