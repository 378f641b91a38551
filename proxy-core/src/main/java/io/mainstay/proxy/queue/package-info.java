/** Who waits for a server and who may go: pure decisions, and counts that all event loops share. */
@NullMarked
package io.mainstay.proxy.queue;

import org.jspecify.annotations.NullMarked;
