package io.mainstay.node.foreign;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object of the node's own language while it is filled; not for several threads. */
public final class Tree {
  private final SourceLine line;
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();
  private final Map<String, Tree> children = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param line where what it stands for begins
   */
  public Tree(SourceLine line) {
    this.line = line;
  }

  /** Where what it stands for begins. */
  public SourceLine line() {
    return line;
  }

  /** The object under this key, made when it is not there. */
  public Tree child(String key, SourceLine begins) {
    return children.computeIfAbsent(key, made -> new Tree(begins));
  }

  /** An object that is whole. */
  public void put(String key, Tree object) {
    children.put(key, object);
  }

  /** A text, a number, a truth or a list of them, and the line that says so. */
  public void put(String key, Object value, SourceLine from) {
    values.put(key, ConfigValueFactory.fromAnyRef(value).withOrigin(from.origin()));
  }

  /** A list whose entries come from lines of their own. */
  public void putAll(String key, List<Entry> entries) {
    List<ConfigValue> list = entries.stream().map(Entry::build).toList();
    SourceLine first = entries.isEmpty() ? line : entries.get(0).from();
    values.put(key, ConfigValueFactory.fromIterable(list).withOrigin(first.origin()));
  }

  /**
   * One entry of a list and its line.
   *
   * @param value a text or a whole tree
   */
  public record Entry(Object value, SourceLine from) {
    private ConfigValue build() {
      return value instanceof Tree tree
          ? tree.build()
          : ConfigValueFactory.fromAnyRef(value).withOrigin(from.origin());
    }
  }

  /** A time. */
  public void put(String key, Duration time, SourceLine from) {
    put(key, text(time), from);
  }

  /** Whether nothing was put in. */
  public boolean isEmpty() {
    return values.isEmpty() && children.isEmpty();
  }

  /** What was put in. */
  public ConfigObject build() {
    ConfigObject object = ConfigFactory.empty().root().withOrigin(line.origin());
    for (Map.Entry<String, ConfigValue> value : values.entrySet()) {
      object = object.withValue(value.getKey(), value.getValue());
    }
    for (Map.Entry<String, Tree> child : children.entrySet()) {
      object = object.withValue(child.getKey(), child.getValue().build());
    }
    return object;
  }

  private static String text(Duration time) {
    long micros = time.toNanos() / 1000;
    if (micros % 1000 != 0) {
      return micros + "us";
    }
    long millis = micros / 1000;
    if (millis == 0 || millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
