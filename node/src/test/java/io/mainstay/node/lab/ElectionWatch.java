package io.mainstay.node.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who owns each family's address, by what the kernels tell: the address is there, or FRR's device
 * for it is up. Safe for many threads.
 */
final class ElectionWatch {
  private static final Pattern FRR_DEVICE =
      Pattern.compile("(?:Deleted )?\\d+: (?<device>vrrp[46])@\\S+ <(?<flags>[^>]*)>.*");

  private final Map<String, OwnerTimeline> timelines = new TreeMap<>();
  private final Set<String> takenDown = ConcurrentHashMap.newKeySet();
  private final long startNanos = System.nanoTime();

  ElectionWatch(ElectionTerms terms) {
    timelines.put(LabNetwork.SERVICE_ADDRESS, new OwnerTimeline());
    if (terms.hasIpv6()) {
      timelines.put(ElectionTerms.GLOBAL, new OwnerTimeline());
    }
  }

  /** Whether FRR on this host has taken down all its devices since {@link #forgetDevices}. */
  boolean tookDevicesDown(String host) {
    return timelines.keySet().stream()
        .allMatch(address -> takenDown.contains(host + " " + address));
  }

  /** FRR on this host died and its devices stay as they are. */
  void forgetDevices(String host) {
    takenDown.removeIf(entry -> entry.startsWith(host + " "));
  }

  /** Begins to watch a host before anything runs on it. */
  void watch(LabHost host) {
    LabProcess monitor =
        host.start(
            "monitor-" + host.name(),
            List.of("ip", "-o", "monitor", "address", "link"),
            line -> onLine(host.name(), line));
    boolean listening =
        Patience.until(
            () -> {
              host.run("ip", "address", "replace", "127.77.77.77/32", "dev", "lo");
              return monitor.tail().stream().anyMatch(line -> line.contains("127.77.77.77"));
            },
            Duration.ofSeconds(10));
    if (!listening) {
      throw new LabException("`ip monitor` on host " + host.name() + " shows nothing");
    }
  }

  private void onLine(String host, String line) {
    String change = line.replaceFirst("^\\[(LINK|ADDR)\\]", "");
    Matcher device = FRR_DEVICE.matcher(change);
    if (device.matches()) {
      String address =
          device.group("device").equals(FrrNode.DEVICE_IPV4)
              ? LabNetwork.SERVICE_ADDRESS
              : ElectionTerms.GLOBAL;
      if (change.contains("protodown on")) {
        takenDown.add(host + " " + address);
      }
      Set<String> flags = Set.of(device.group("flags").split(",", -1));
      onChange(host, address, device.group("device"), flags.contains("LOWER_UP"));
      return;
    }
    AddressChange.parse(change)
        .filter(seen -> !seen.device().startsWith("vrrp"))
        .ifPresent(
            seen ->
                onChange(
                    host,
                    seen.address(),
                    seen.device(),
                    seen.kind() == AddressChange.Kind.PRESENT));
  }

  private synchronized void onChange(String host, String address, String device, boolean present) {
    OwnerTimeline timeline = timelines.get(address);
    if (timeline == null) {
      return;
    }
    Set<String> before = timeline.owners();
    if (present) {
      timeline.present(host, device, System.nanoTime());
    } else {
      timeline.gone(host, device, System.nanoTime());
    }
    if (!timeline.owners().equals(before)) {
      say(address + ": owners " + timeline.owners());
    }
  }

  void say(String text) {
    System.out.printf(Locale.ROOT, "%6.2f s  %s%n", (System.nanoTime() - startNanos) / 1e9, text);
  }

  /** Whether this host owns every address, and beside it at most those whose word is not asked. */
  synchronized boolean ownsAll(String host, Set<String> notAsked) {
    return timelines.values().stream()
        .allMatch(
            timeline -> {
              Set<String> owners = new TreeSet<>(timeline.owners());
              owners.removeAll(notAsked);
              return owners.equals(Set.of(host));
            });
  }

  /** How long two hosts owned this address between two moments; zero when it is not watched. */
  synchronized Duration together(String address, long fromNanos, long toNanos) {
    OwnerTimeline timeline = timelines.get(address);
    return timeline == null
        ? Duration.ZERO
        : Duration.ofNanos(timeline.sharedNanos(fromNanos, toNanos));
  }

  @Override
  public synchronized String toString() {
    Map<String, Set<String>> owners = new TreeMap<>();
    timelines.forEach((address, timeline) -> owners.put(address, timeline.owners()));
    return owners.toString();
  }
}
