/**
 * Who is told of what happens in a node, and how: commands with keepalived's arguments, webhooks,
 * and streams of JSON lines. Whoever tells never waits: {@link io.mainstay.node.notice.Notices}
 * takes an event in a bounded mailbox, and every listener has a bounded queue behind it that drops
 * its oldest entry, and counts it.
 */
@NullMarked
package io.mainstay.node.notice;

import org.jspecify.annotations.NullMarked;
