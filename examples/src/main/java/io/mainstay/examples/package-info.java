/** Launchers and deployments to copy from. */
@NullMarked
package io.mainstay.examples;

import org.jspecify.annotations.NullMarked;
