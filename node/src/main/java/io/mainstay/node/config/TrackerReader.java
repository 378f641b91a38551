package io.mainstay.node.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.mainstay.health.CheckPolicy;
import io.mainstay.health.InitialState;
import io.mainstay.node.track.Tracker;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerSubject;
import io.mainstay.proxy.Frontend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the trackers of virtual routers. */
final class TrackerReader {
  /** An unsettled tracker is probed at least this often: a start waits for the first result. */
  private static final Duration LONGEST_UNSETTLED = Duration.ofSeconds(1);

  private static final CheckPolicy LISTENING_POLICY =
      new CheckPolicy(
          Duration.ofMillis(500), null, null, 1, 1, Duration.ofSeconds(1), InitialState.UP);

  private static final String CONTENT = "content";

  private final TrackerSubjectReader subjects;
  private final ConfigObject defaults;

  /**
   * @param defaults what trackers start from, by their kind
   */
  TrackerReader(TrackerSubjectReader subjects, ConfigObject defaults) {
    this.subjects = subjects;
    this.defaults = defaults;
  }

  /** The trackers of one router in the order of the file. */
  List<Tracker> read(Section router) {
    List<Tracker> trackers = new ArrayList<>();
    Map<TrackerSubject, String> watched = new HashMap<>();
    router.each(
        "trackers",
        this::defaultsOf,
        (name, section) ->
            readTracker(name, section)
                .filter(tracker -> isNew(tracker, section, watched))
                .ifPresent(trackers::add));
    return trackers;
  }

  /**
   * What every router follows unless a tracker of its own does: a node whose frontend no longer
   * listens refuses every client, so it must not hold the address.
   */
  static List<Tracker> withListeners(
      List<Tracker> trackers, List<Frontend> frontends, String location) {
    List<Tracker> all = new ArrayList<>(trackers);
    for (Frontend frontend : frontends) {
      TrackerSubject listening = new TrackerSubject.Listening(frontend.name());
      if (trackers.stream().noneMatch(tracker -> tracker.subject().equals(listening))) {
        all.add(
            new Tracker(
                "frontend:" + frontend.name(),
                listening,
                new TrackerEffect.Fault(),
                false,
                LISTENING_POLICY,
                location));
      }
    }
    return all;
  }

  private ConfigObject defaultsOf(ConfigObject written) {
    List<TrackerKind> kinds = TrackerKind.of(written);
    return kinds.size() == 1 && defaults.get(kinds.get(0).key()) instanceof ConfigObject own
        ? own
        : ConfigFactory.empty().root();
  }

  private static boolean isNew(
      Tracker tracker, Section section, Map<TrackerSubject, String> watched) {
    String twin = watched.putIfAbsent(tracker.subject(), tracker.name());
    if (twin != null) {
      section.problemHere(
          "watches the same as tracker '" + twin + "', so it would count twice; keep one of them");
    }
    return twin == null;
  }

  private Optional<Tracker> readTracker(String name, Section section) {
    List<TrackerKind> kinds = section.trackerKinds();
    if (kinds.size() != 1) {
      section.skip();
      section.problemHere(
          kinds.isEmpty()
              ? "says not what it watches; give it one of " + TrackerKind.all()
              : "watches more than one thing: "
                  + String.join(", ", kinds.stream().map(TrackerKind::key).toList())
                  + "; make a tracker of each");
      return Optional.empty();
    }
    TrackerKind kind = kinds.get(0);
    Optional<TrackerSubject> subject = subjects.read(kind, section);
    TrackerEffect effect = readEffect(kind, section);
    boolean reverse = section.flag("reverse");
    if (reverse && effect instanceof TrackerEffect.Content) {
      section.problem("reverse", "has no meaning beside weight = content; negate the number");
    }
    Optional<CheckPolicy> policy = readPolicy(section);
    String location = section.location(kind.key());
    return subject.flatMap(
        read -> policy.map(own -> new Tracker(name, read, effect, reverse, own, location)));
  }

  private static TrackerEffect readEffect(TrackerKind kind, Section section) {
    if (!section.has("weight")) {
      return new TrackerEffect.Fault();
    }
    if (section.isText("weight", CONTENT)) {
      if (kind != TrackerKind.FILE) {
        section.problem("weight", "can be content only for a file; write a number");
      }
      return new TrackerEffect.Content();
    }
    int points = section.integer("weight", -TrackerEffect.Weight.MAX, TrackerEffect.Weight.MAX);
    if (points == 0) {
      section.problem(
          "weight",
          "0 would change nothing; leave weight out if a failure shall mean fault, as 0 does in"
              + " keepalived, or write -253 to -1 or 1 to 253");
    }
    return new TrackerEffect.Weight(points);
  }

  /** What the node knows without probing has no interval. */
  private static Optional<CheckPolicy> readPolicy(Section section) {
    if (!section.has("interval")) {
      return Optional.of(CheckPolicy.DEFAULT);
    }
    Duration interval = section.duration("interval");
    Duration timeout = section.duration("timeout");
    int rise = section.integer("rise", 1, CheckPolicy.MAX_PROBES);
    int fall = section.integer("fall", 1, CheckPolicy.MAX_PROBES);
    Duration down = section.has("down-interval") ? section.duration("down-interval") : interval;
    Duration unsettled = interval.compareTo(LONGEST_UNSETTLED) < 0 ? interval : LONGEST_UNSETTLED;
    try {
      return Optional.of(
          new CheckPolicy(interval, unsettled, down, rise, fall, timeout, InitialState.UP));
    } catch (IllegalArgumentException e) {
      section.problemHere("cannot be probed so: " + e.getMessage());
      return Optional.empty();
    }
  }
}
