/**
 * The election as RFC 9568 Section 6.4 and RFC 3768 Section 6.4 describe it: pure, time is a
 * parameter.
 */
@NullMarked
package io.mainstay.vrrp.state;

import org.jspecify.annotations.NullMarked;
