/**
 * Reads configurations in the languages of HAProxy and keepalived: text into words, words held
 * against one table of keywords, and what is honoured into the tree that a node's own language
 * fills, each value with the file and line it comes from.
 */
@NullMarked
package io.mainstay.node.foreign;

import org.jspecify.annotations.NullMarked;
