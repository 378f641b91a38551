@NullMarked
package io.mainstay.proxy.queue;

import org.jspecify.annotations.NullMarked;
