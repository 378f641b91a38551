package io.mainstay.vrrp.state;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.Preemption;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpAction.ArmTimer;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs one case of the state table: event lines in, action lines out. */
final class StateScript {
  private final VrrpStateMachine machine;
  private @Nullable ArmTimer armed;
  private long nowNanos = 5_000_000_000L;

  StateScript(String declaration) {
    String[] words = declaration.split(" ", -1);
    VirtualRouterConfig.Builder config =
        VirtualRouterConfig.builder("vip", "eth0", 51).addresses(address("10.0.0.240"));
    String local = "10.0.0.10";
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("priority=")) {
        config.priority(Integer.parseInt(value));
      } else if (word.equals("version=2")) {
        config.version(VrrpVersion.V2);
      } else if (word.startsWith("interval=")) {
        config.advertisementInterval(Duration.ofMillis(Long.parseLong(value)));
      } else if (word.startsWith("preempt=")) {
        config.preempt(Boolean.parseBoolean(value));
      } else if (word.startsWith("handover=")) {
        config.handOver(Duration.ofMillis(Long.parseLong(value)));
      } else if (word.startsWith("preemptdelay=")) {
        config.preemption(Preemption.after(Duration.ofMillis(Long.parseLong(value))));
      } else if (word.startsWith("startupdelay=")) {
        config.startupDelay(Duration.ofMillis(Long.parseLong(value)));
      } else if (word.startsWith("local=")) {
        local = value;
      }
    }
    machine = new VrrpStateMachine(config.build());
    if (!declaration.endsWith("nolink")) {
      run("link-up " + local);
    }
    if (words[0].equals("master")) {
      run("startup");
      run("+4000 timer");
      run("installed 1");
    }
  }

  VrrpStateMachine machine() {
    return machine;
  }

  /** Runs one event line and gives the lines of its actions. */
  List<String> run(String line) {
    String rest = line;
    if (rest.startsWith("+")) {
      int space = rest.indexOf(' ');
      nowNanos += new BigDecimal(rest.substring(1, space)).movePointRight(6).longValueExact();
      rest = rest.substring(space + 1);
    }
    if (rest.equals("timer-if-due")) {
      ArmTimer timer = armed;
      if (timer == null || timer.deadlineNanos() - nowNanos > 0) {
        return List.of();
      }
      rest = "timer";
    }
    List<VrrpAction> actions = new ArrayList<>();
    machine.handle(event(rest), nowNanos, actions);
    return actions.stream().map(this::text).toList();
  }

  private VrrpEvent event(String line) {
    String[] words = line.split(" ", -1);
    String rest = line.substring(Math.min(line.length(), words[0].length() + 1));
    return switch (words[0]) {
      case "startup" -> new VrrpEvent.Startup();
      case "shutdown" -> new VrrpEvent.Shutdown();
      case "link-up" -> new VrrpEvent.LinkUp(address(rest));
      case "link-down" -> new VrrpEvent.LinkDown(rest);
      case "fault" -> new VrrpEvent.FaultRaised(rest);
      case "clear" -> new VrrpEvent.FaultCleared();
      case "priority" -> new VrrpEvent.PriorityChanged(Integer.parseInt(rest));
      case "adv" ->
          new VrrpEvent.AdvertisementReceived(
              Integer.parseInt(words[1]),
              Duration.ofMillis(words.length > 3 ? Long.parseLong(words[3]) : 1000).toNanos(),
              address(words[2]));
      case "stranger" ->
          new VrrpEvent.StrangerHeard(
              address(words[2]),
              Integer.parseInt(words[1]),
              Duration.ofMillis(Long.parseLong(words[3])).toNanos(),
              Arrays.stream(words, 4, words.length).map(StateScript::address).toList());
      case "peer" ->
          new VrrpEvent.PeerLeft(
              address(words[1]),
              PeerGone.valueOf(words[2].toUpperCase(Locale.ROOT)),
              String.join(" ", List.of(words).subList(3, words.length)));
      case "resumed" -> new VrrpEvent.Resumed(Duration.ofMillis(Long.parseLong(rest)).toNanos());
      case "group-promotes" -> new VrrpEvent.GroupPromotes(rest);
      case "group-demotes" -> new VrrpEvent.GroupDemotes(rest);
      case "group-faulted" -> new VrrpEvent.GroupFaulted(rest);
      case "group-recovered" -> new VrrpEvent.GroupRecovered();
      case "group-holds" ->
          new VrrpEvent.GroupHolds(nowNanos + Duration.ofMillis(Long.parseLong(rest)).toNanos());
      case "timer" -> timer(words);
      case "installed" -> new VrrpEvent.AddressesInstalled(Long.parseLong(rest));
      case "failed" ->
          new VrrpEvent.AddressesFailed(
              Long.parseLong(words[1]), rest.substring(words[1].length() + 1));
      default -> throw new AssertionError("unknown event: " + line);
    };
  }

  private VrrpEvent timer(String[] words) {
    if (words.length > 1) {
      return new VrrpEvent.TimerFired(TimerKind.valueOf(words[1]), Long.parseLong(words[2]));
    }
    ArmTimer timer = armed;
    if (timer == null) {
      throw new AssertionError("no timer is armed");
    }
    if (timer.deadlineNanos() - nowNanos > 0) {
      throw new AssertionError("not due for " + (timer.deadlineNanos() - nowNanos) + " ns");
    }
    return new VrrpEvent.TimerFired(timer.kind(), timer.generation());
  }

  private String text(VrrpAction action) {
    if (action instanceof ArmTimer arm) {
      armed = arm;
      BigDecimal millis = BigDecimal.valueOf(arm.deadlineNanos() - nowNanos, 6);
      return "arm " + arm.kind() + " " + millis.stripTrailingZeros().toPlainString();
    } else if (action instanceof VrrpAction.CancelTimer cancel) {
      armed = null;
      return "cancel " + cancel.kind();
    } else if (action instanceof VrrpAction.SendAdvertisement send) {
      return "send " + send.priority();
    } else if (action instanceof VrrpAction.InstallAddresses install) {
      return "install " + install.promotion();
    } else if (action instanceof VrrpAction.RemoveAddresses) {
      return "remove";
    } else if (action instanceof VrrpAction.AnnounceAddresses) {
      return "announce";
    } else if (action instanceof VrrpAction.ReannounceAddresses) {
      return "reannounce";
    } else if (action instanceof VrrpAction.Warn warn) {
      return "warn " + warn.warning() + ": " + warn.sentence();
    } else if (action instanceof VrrpAction.ReportTransition report) {
      return report.from() + " -> " + report.to() + " " + report.reason() + ": " + report.detail();
    }
    throw new AssertionError("unknown action: " + action);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e);
    }
  }
}
