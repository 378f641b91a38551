/** The runnable load balancer: proxy, checks and election joined in one process. */
@NullMarked
package io.mainstay.node;

import org.jspecify.annotations.NullMarked;
