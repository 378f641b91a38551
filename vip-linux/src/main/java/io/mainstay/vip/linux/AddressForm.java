package io.mainstay.vip.linux;

import java.util.Locale;

/** In which form a virtual address is given to the host; the setting {@code form}. */
enum AddressForm {
  /**
   * {@link #PROCESS_BOUND} where this host allows it for the address, otherwise {@link #LEASED}.
   */
  AUTO,

  /**
   * On a TUN device that only this process holds open. Device and address vanish in the instant in
   * which the process ends, whatever ended it. Hosts reach the address because the kernel answers
   * ARP for every address of its own on every interface, unless {@code arp_ignore} forbids it.
   */
  PROCESS_BOUND,

  /** On the interface, for a few seconds; renewed by every acquire, removed by the kernel. */
  LEASED,

  /** On the interface until released. It outlives a killed process, as keepalived's do. */
  PERMANENT;

  static AddressForm of(String setting) {
    for (AddressForm form : values()) {
      if (form.setting().equals(setting)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "form must be auto, process-bound, leased or permanent, not " + setting);
  }

  String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
