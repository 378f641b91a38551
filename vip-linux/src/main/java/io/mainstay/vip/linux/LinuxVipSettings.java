package io.mainstay.vip.linux;

import io.mainstay.vip.VirtualAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mover's settings.
 *
 * @param leaseSeconds how long a leased address outlives the last renewal
 * @param device the interface to use instead of the one in the virtual address; empty for that one
 */
record LinuxVipSettings(AddressForm form, int leaseSeconds, String device) {
  private static final Set<String> NAMES = new TreeSet<>(Set.of("device", "form", "lease"));
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,4})\\s*(?:s|seconds?)?");
  private static final int MAX_LEASE_SECONDS = 3600;
  private static final String DEFAULT_LEASE = "2 s";

  static LinuxVipSettings parse(Map<String, String> settings) {
    for (String name : settings.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "the linux mover has no setting " + name + "; it has " + String.join(", ", NAMES));
      }
    }
    return new LinuxVipSettings(
        AddressForm.of(settings.getOrDefault("form", AddressForm.AUTO.setting())),
        leaseSeconds(settings.getOrDefault("lease", DEFAULT_LEASE)),
        settings.getOrDefault("device", ""));
  }

  private static int leaseSeconds(String setting) {
    Matcher matcher = SECONDS.matcher(setting.trim());
    int seconds = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (seconds < 1 || seconds > MAX_LEASE_SECONDS) {
      throw new IllegalArgumentException(
          "lease must be 1 to "
              + MAX_LEASE_SECONDS
              + " whole seconds, such as \"2 s\", because the kernel counts in whole seconds; not "
              + setting);
    }
    return seconds;
  }

  /** The interface an address goes to. */
  String interfaceOf(VirtualAddress address) {
    return device.isEmpty() ? address.interfaceName() : device;
  }
}
