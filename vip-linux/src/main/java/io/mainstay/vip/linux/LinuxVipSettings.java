package io.mainstay.vip.linux;

import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.VirtualMac;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mover's settings.
 *
 * @param leaseSeconds how long a leased address outlives the last renewal
 * @param device the interface to use instead of the one in the virtual address; empty for that one
 * @param virtualMac the MAC address that answers for the addresses; empty for the interface's own
 * @param accepts whether packets to the addresses are taken; otherwise they are dropped
 */
record LinuxVipSettings(
    AddressForm form,
    int leaseSeconds,
    String device,
    Optional<VirtualMac> virtualMac,
    boolean accepts) {
  static final Set<String> NAMES =
      Collections.unmodifiableSet(
          new TreeSet<>(Set.of("accept", "device", "form", "lease", "virtual-mac")));
  private static final Pattern ROUTER = Pattern.compile("(ipv[46])/([1-9]\\d{0,2})");
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
    LinuxVipSettings parsed =
        new LinuxVipSettings(
            AddressForm.of(settings.getOrDefault("form", AddressForm.AUTO.setting())),
            leaseSeconds(settings.getOrDefault("lease", DEFAULT_LEASE)),
            settings.getOrDefault("device", ""),
            Optional.ofNullable(settings.get("virtual-mac")).map(LinuxVipSettings::virtualMac),
            accepts(settings.getOrDefault("accept", "true")));
    if (parsed.virtualMac.isPresent()) {
      parsed.checkVirtualMac();
    }
    return parsed;
  }

  private static VirtualMac virtualMac(String setting) {
    Matcher matcher = ROUTER.matcher(setting);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "virtual-mac must be a family and a VRID, such as ipv4/51, not " + setting);
    }
    return new VirtualMac(
        matcher.group(1).equals("ipv4") ? AddressFamily.IPV4 : AddressFamily.IPV6,
        Integer.parseInt(matcher.group(2)));
  }

  private static boolean accepts(String setting) {
    return switch (setting) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("accept must be true or false, not " + setting);
    };
  }

  private void checkVirtualMac() {
    if (form == AddressForm.PROCESS_BOUND) {
      throw new IllegalArgumentException(
          "form = process-bound cannot have a virtual MAC address; use form = leased, or"
              + " virtual-mac = false");
    }
    if (!device.isEmpty()) {
      throw new IllegalArgumentException(
          "device = "
              + device
              + " contradicts virtual-mac, which makes a device of its own; remove one of them");
    }
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
