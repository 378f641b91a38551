@NullMarked
package io.mainstay.proxy.tls;

import org.jspecify.annotations.NullMarked;
