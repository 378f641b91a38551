package io.mainstay.vip.linux;

import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;

/**
 * Holds addresses in one form. Calls wait for the kernel; the mover's thread makes them. What the
 * kernel refuses comes out as the exception, and {@link KernelOutcome} reads it.
 */
interface AddressHolder {

  VipOutcome acquire(VirtualAddress address) throws IOException;

  VipOutcome release(VirtualAddress address) throws IOException;

  boolean holds(VirtualAddress address) throws IOException;

  /** Ends the sentence "10.0.0.9/32 on eth0 is …" in the log. */
  String description();
}
