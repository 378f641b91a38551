/**
 * A network on one machine: nodes, web servers and a client in namespaces, for showing and testing
 * failover.
 */
@NullMarked
package io.mainstay.node.lab;

import org.jspecify.annotations.NullMarked;
