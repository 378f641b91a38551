package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.node.log.FileKind;
import io.mainstay.node.notice.EventFilter;
import io.mainstay.node.notice.EventStream;
import io.mainstay.node.notice.NoticeConfig;
import io.mainstay.node.notice.NotifyHooks;
import io.mainstay.node.notice.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who is told of events: webhooks, streams, and the commands of sync groups. */
final class NoticesReader {
  private final List<Webhook> webhooks = new ArrayList<>();
  private final List<EventStream> streams = new ArrayList<>();
  private final Map<String, NotifyHooks> syncGroups = new HashMap<>();

  /**
   * Reads all of it.
   *
   * @param routers the routers as read, with the commands of each
   */
  NoticeConfig read(
      Section mainstay,
      ConfigObject webhookDefaults,
      ConfigObject streamDefaults,
      ConfigObject groupDefaults,
      RouterReader routers) {
    Section section = mainstay.section("notices");
    Duration grace = section.durationOrZero("grace");
    section.each("webhooks", webhookDefaults, this::readWebhook);
    section.each("streams", streamDefaults, this::readStream);
    section.close();
    Set<String> groups = routers.syncGroups();
    mainstay.each("sync-groups", groupDefaults, (name, group) -> readGroup(name, group, groups));
    return new NoticeConfig(routers.hooks(), syncGroups, webhooks, streams, grace);
  }

  private void readGroup(String name, Section section, Set<String> groups) {
    if (!groups.contains(name)) {
      section.problemHere("no router is in this sync group; give its members sync-group = " + name);
    }
    NotifyReader.read(section).ifPresent(hooks -> syncGroups.put(name, hooks));
  }

  private void readWebhook(String name, Section section) {
    Optional<URI> url = readUrl(section);
    Webhook.Format format = section.oneOf("format", Webhook.Format.class);
    Optional<String> channel =
        section.has("channel") ? Optional.of(section.string("channel")) : Optional.empty();
    if (channel.isPresent() && format != Webhook.Format.SLACK) {
      section.problem("channel", "is known to format = slack only; leave it out");
    }
    EventFilter events = readEvents(section);
    Duration timeout = section.duration("timeout");
    url.ifPresent(
        found -> webhooks.add(new Webhook(name, found, format, channel, events, timeout)));
  }

  /** No message shows any of it: it is a secret as a whole. */
  private static Optional<URI> readUrl(Section section) {
    boolean inFile = section.has("url-file");
    if (inFile == section.has("url")) {
      section.problemHere("needs one of url and url-file");
      return Optional.empty();
    }
    String key = inFile ? "url-file" : "url";
    try {
      String text = section.string(key);
      URI url = new URI(inFile ? Files.readString(Path.of(text)).strip() : text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return Optional.of(url);
      }
      section.problem(key, "is no URL; write https://host/path (it is a secret and not shown)");
    } catch (URISyntaxException e) {
      section.problem(
          key,
          "is no URL, because of its character "
              + (e.getIndex() + 1)
              + "; write https://host/path (it is a secret and not shown)");
    } catch (IOException | InvalidPathException e) {
      section.problem(key, "cannot be read: does the file exist, and may you read it?");
    }
    return Optional.empty();
  }

  private static EventFilter readEvents(Section section) {
    EventFilter wanted = new EventFilter(Map.of());
    for (Section.Entry entry : section.someStrings("events")) {
      Optional<EventFilter> found = EventFilter.read(entry.text());
      if (found.isPresent()) {
        wanted = wanted.or(found.get());
      } else {
        section.problemAt(
            entry, "events", "names no event: '" + entry.text() + "'; " + hint(entry.text()));
      }
    }
    return wanted;
  }

  private static String hint(String word) {
    return NearestWord.to(word, EventFilter.words())
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse("there are " + String.join(", ", EventFilter.words()));
  }

  private void readStream(String name, Section section) {
    EventFilter events = readEvents(section);
    int ways = 0;
    for (String way : List.of("fifo", "file", "stdout")) {
      ways += section.has(way) ? 1 : 0;
    }
    if (ways != 1) {
      section.problemHere("needs one of fifo, file and stdout = true");
      return;
    }
    readTarget(section).ifPresent(target -> streams.add(new EventStream(name, target, events)));
  }

  private static Optional<EventStream.Target> readTarget(Section section) {
    if (section.has("stdout")) {
      if (!section.flag("stdout")) {
        section.problem("stdout", "must be true; leave the stream out if you do not want it");
      }
      return Optional.of(new EventStream.StandardOutput());
    }
    String key = section.has("fifo") ? "fifo" : "file";
    try {
      Path path = Path.of(section.string(key)).toAbsolutePath();
      return key.equals("fifo") ? fifo(section, path) : file(section, path);
    } catch (InvalidPathException e) {
      section.problem(key, "is no path: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<EventStream.Target> fifo(Section section, Path path) {
    if (!Files.exists(path)) {
      section.problem("fifo", path + " does not exist; make it: mkfifo " + path);
    } else if (!FileKind.isFifo(path)) {
      section.problem("fifo", path + " is no FIFO; write file = for a file, or make it: mkfifo");
    } else if (!Files.isWritable(path)) {
      section.problem("fifo", path + " may not be written by this user; chmod or chown it");
    } else {
      return Optional.of(new EventStream.Fifo(path));
    }
    return Optional.empty();
  }

  private static Optional<EventStream.Target> file(Section section, Path path) {
    Path folder = path.getParent();
    if (Files.isDirectory(path)) {
      section.problem("file", path + " is a directory, not a file");
    } else if (FileKind.isFifo(path)) {
      section.problem("file", path + " is a FIFO; write fifo = for it");
    } else if (folder != null && !Files.isDirectory(folder)) {
      section.problem("file", "cannot be made: there is no folder " + folder + "; make it");
    } else if (!Files.isWritable(Files.exists(path) || folder == null ? path : folder)) {
      section.problem("file", path + " may not be written by this user; chmod or chown it");
    } else {
      return Optional.of(new EventStream.AppendedFile(path));
    }
    return Optional.empty();
  }
}
