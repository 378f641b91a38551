/**
 * What a node is told to do, and the reader that takes it from HOCON and refuses what it does not
 * understand.
 */
@NullMarked
package io.mainstay.node.config;

import org.jspecify.annotations.NullMarked;
