/** What can befall an election, each told as a short story on simulated hosts. */
@NullMarked
package io.mainstay.vrrp.scenario;

import org.jspecify.annotations.NullMarked;
