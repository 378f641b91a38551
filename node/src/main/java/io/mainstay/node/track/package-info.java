/**
 * What an election may follow besides the servers: interfaces, processes, files, scripts, checks.
 */
@NullMarked
package io.mainstay.node.track;

import org.jspecify.annotations.NullMarked;
