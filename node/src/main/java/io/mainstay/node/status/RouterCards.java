package io.mainstay.node.status;

import io.mainstay.node.peer.PeerSnapshot;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerState;
import io.mainstay.vip.VipSnapshot;
import io.mainstay.vrrp.VrrpSnapshot;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The part of the page that says who is master, and why. Pure. */
final class RouterCards {
  private RouterCards() {}

  static void write(Html html, List<RouterStatus> routers) {
    html.open("section", "").element("h2", "", "Who is master").open("div", "cards");
    routers.forEach(router -> card(html, router));
    html.close("div").close("section");
  }

  static void writePeers(Html html, List<PeerSnapshot> peers) {
    html.open("section", "").element("h2", "", "Peers").open("div", "cards");
    for (PeerSnapshot peer : peers) {
      begin(html, peer.peer().name(), peer.state().name(), peer.since());
      entry(html, "Address", SocketAddressText.of(peer.peer().address()));
      peer.roundTrip()
          .ifPresent(
              time ->
                  entry(
                      html,
                      "Round trip",
                      Figures.micros(TimeUnit.NANOSECONDS.toMicros(time.toNanos()))));
      entry(html, "Its death", peer.deathDetectable() ? "would be noticed" : "is told by VRRP");
      peer.lastError().ifPresent(error -> entry(html, "Last error", error));
      end(html, peer.warnings());
    }
    html.close("div").close("section");
  }

  private static void card(Html html, RouterStatus router) {
    VrrpSnapshot vrrp = router.vrrp();
    begin(html, vrrp.router().name(), vrrp.state().name(), vrrp.since());
    entry(html, "Why", vrrp.reason());
    entry(
        html,
        "Master",
        vrrp.masterAddress().map(InetAddress::getHostAddress).orElse("unknown")
            + ", priority "
            + vrrp.masterPriority());
    entry(
        html,
        "Priority here",
        vrrp.effectivePriority()
            + " of "
            + vrrp.router().priority()
            + (vrrp.priorityReason().isEmpty() ? "" : ": " + vrrp.priorityReason()));
    router.reasons().forEach(reason -> entry(html, "", reason));
    router.trackers().forEach(tracker -> entry(html, tracker.name(), tracker(tracker)));
    addresses(router).forEach(address -> entry(html, "Address", address));
    entry(html, "Where", vrrp.router().interfaceName() + ", VRID " + vrrp.router().vrid());
    List<String> warnings = new ArrayList<>(vrrp.warnings());
    router.duplicate().ifPresent(warnings::add);
    end(html, warnings);
  }

  private static String tracker(TrackerState tracker) {
    String effect =
        tracker.effect() instanceof TrackerEffect.Weight
            ? String.format(Locale.ROOT, "%+d", tracker.added())
            : "decides alone";
    return (tracker.ok() ? "ok" : "fails") + ", " + effect + ": " + tracker.detail();
  }

  private static List<String> addresses(RouterStatus router) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < router.config().addresses().size(); i++) {
      var address = router.config().addresses().get(i);
      int index = i;
      texts.add(
          address.address().getHostAddress()
              + "/"
              + address.prefixLength()
              + router.addresses().map(vip -> presence(vip.addresses().get(index))).orElse(""));
    }
    return texts;
  }

  private static String presence(VipSnapshot.Address address) {
    String problem = address.problem();
    return " " + address.presence() + (problem == null ? "" : ": " + problem);
  }

  private static void begin(Html html, String name, String state, Instant since) {
    html.open("article", "").open("h3", "").text(name + " ");
    html.element("b", "state " + StatsPage.state(state), state);
    html.element("span", "quiet", "since " + since.truncatedTo(ChronoUnit.SECONDS));
    html.close("h3").open("dl", "");
  }

  private static void entry(Html html, String term, String text) {
    html.element("dt", "", term).element("dd", "", text);
  }

  private static void end(Html html, List<String> warnings) {
    html.close("dl");
    warnings.forEach(warning -> html.element("p", "warning", warning));
    html.close("article");
  }
}
