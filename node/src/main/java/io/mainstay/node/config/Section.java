package io.mainstay.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One object of the file while it is read. Reading a key makes it known; {@link #close} then calls
 * every other key a mistake, so the code that reads is the only list of keys there is. Problems are
 * collected, and reading goes on with a harmless value, so that all mistakes are told at once.
 */
final class Section {
  private static final Duration LONGEST = Duration.ofDays(24);

  private final String path;
  private final ConfigObject written;
  private final ConfigObject defaults;
  private final Findings findings;
  private final Set<String> known = new TreeSet<>();

  private Section(String path, ConfigObject written, ConfigObject defaults, Findings findings) {
    this.path = path;
    this.written = written;
    this.defaults = defaults;
    this.findings = findings;
  }

  static Section root(ConfigObject written, ConfigObject defaults, Findings findings) {
    return new Section("", written, defaults, findings);
  }

  /** Reads the object under {@code key}, or an empty one with only its defaults. */
  Section section(String key) {
    ConfigValue value = find(written, key);
    // Whoever complains of what is not there names the place where it should be.
    ConfigObject nested = empty().withOrigin(written.origin());
    if (value instanceof ConfigObject object) {
      nested = object;
    } else if (value != null) {
      problem(value.origin(), path(key) + " must be an object { … }, not " + describe(value));
    }
    ConfigObject nestedDefaults = defaults.get(key) instanceof ConfigObject d ? d : empty();
    return new Section(path(key), nested, nestedDefaults, findings);
  }

  /** One named entry with these defaults, or nothing but them when the entry is a value. */
  Section entry(String key, ConfigObject entryDefaults) {
    ConfigObject nested =
        find(written, key) instanceof ConfigObject object
            ? object
            : empty().withOrigin(written.origin());
    return new Section(path(key), nested, entryDefaults, findings);
  }

  /** One named entry with these defaults; a value alone stands for its setting {@code only}. */
  Section entryOr(String key, String only, ConfigObject entryDefaults) {
    ConfigValue value = find(written, key);
    ConfigObject nested =
        value instanceof ConfigObject object
            ? object
            : value == null ? empty() : empty().withValue(only, value).withOrigin(value.origin());
    return new Section(path(key), nested, entryDefaults, findings);
  }

  /** What is written here of the known keys, with defaults for the rest. */
  ConfigObject withDefaults() {
    ConfigObject all = written.withFallback(defaults);
    for (String key : all.keySet()) {
      all = known.contains(key) ? all : all.withoutKey(key);
    }
    return all;
  }

  /** Reads every entry of the object under {@code key} as a named section with these defaults. */
  void each(String key, ConfigObject entryDefaults, BiConsumer<String, Section> reader) {
    each(key, entry -> entryDefaults, reader);
  }

  /** The same with defaults that depend on what is written. */
  void each(
      String key, UnaryOperator<ConfigObject> entryDefaults, BiConsumer<String, Section> reader) {
    Section all = section(key);
    for (Map.Entry<String, ConfigValue> entry : inFileOrder(all.written)) {
      all.known.add(entry.getKey());
      if (entry.getValue() instanceof ConfigObject object) {
        Section one =
            new Section(all.path(entry.getKey()), object, entryDefaults.apply(object), findings);
        reader.accept(entry.getKey(), one);
        one.close();
      } else {
        problem(
            entry.getValue().origin(),
            all.path(entry.getKey())
                + " must be an object { … }, not "
                + describe(entry.getValue()));
      }
    }
  }

  /**
   * Reads a list of texts and objects, at least one, or one of either that stands for a list of
   * one.
   */
  void eachOf(
      String key, ConfigObject objectDefaults, Consumer<Entry> text, Consumer<Section> object) {
    ConfigValue value = value(key);
    List<ConfigValue> elements =
        value instanceof ConfigList list ? list : value == null ? List.of() : List.of(value);
    if (value instanceof ConfigList && elements.isEmpty()) {
      problem(key, "needs at least one entry");
    }
    for (ConfigValue element : elements) {
      if (element instanceof ConfigObject one) {
        Section section = new Section(path(key), one, objectDefaults, findings);
        object.accept(section);
        section.close();
      } else {
        text.accept(new Entry(String.valueOf(element.unwrapped()), location(element.origin())));
      }
    }
  }

  /** The keys of this section as written, for entries that are values or objects. */
  List<String> keys() {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> entry : inFileOrder(written)) {
      known.add(entry.getKey());
      names.add(entry.getKey());
    }
    return names;
  }

  /** The keys of this section, those of its defaults too. */
  Set<String> keysWithDefaults() {
    Set<String> all = new TreeSet<>(written.keySet());
    all.addAll(defaults.keySet());
    known.addAll(all);
    return all;
  }

  /** Whether the key has a value, written or by default; for keys that may be left out. */
  boolean has(String key) {
    return find(written, key) != null || find(defaults, key) != null;
  }

  /** Says that these keys exist although someone else reads them, and ends the reading. */
  void knows(String... keys) {
    known.addAll(List.of(keys));
    close();
  }

  /** Whether the key has a list without entries, which is not the same as no list. */
  boolean isEmptyList(String key) {
    return find(written, key) instanceof ConfigList list && list.isEmpty();
  }

  boolean isObject(String key) {
    return find(written, key) instanceof ConfigObject;
  }

  boolean isList(String key) {
    return find(written, key) instanceof ConfigList;
  }

  /** Whether exactly this text is written under the key. */
  boolean isText(String key, String text) {
    ConfigValue value = find(written, key);
    return value != null && text.equals(value.unwrapped());
  }

  /** What a tracker watches, by the keys that are written. */
  List<TrackerKind> trackerKinds() {
    return TrackerKind.of(written);
  }

  /** Gives up on the entries of this section: what is wrong with it was told as a whole. */
  void skip() {
    known.addAll(written.keySet());
  }

  /** All settings as flat text, {@code a.b = c}; whoever gets them judges them. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    written.toConfig().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> settings.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
    known.addAll(written.keySet());
    return settings;
  }

  String string(String key) {
    return read(key, "a text", Config::getString).orElse("");
  }

  int integer(String key, int min, int max) {
    Optional<Double> read = read(key, "a whole number", Config::getDouble);
    if (read.isEmpty()) {
      return min;
    }
    double number = read.get();
    if (number != Math.rint(number) || number < min || number > max) {
      problem(key, "must be a whole number from " + min + " to " + max);
      return min;
    }
    return (int) number;
  }

  /** The same where an int is too small. */
  long longInteger(String key, long min, long max) {
    long number = read(key, "a whole number", Config::getLong).orElse(min);
    if (number < min || number > max) {
      problem(key, "must be a whole number from " + min + " to " + max);
      return min;
    }
    return number;
  }

  boolean flag(String key) {
    return read(key, "true or false", Config::getBoolean).orElse(false);
  }

  /** Whether the key has a number without a unit, which the library takes for milliseconds. */
  boolean isBareNumber(String key) {
    ConfigValue value = find(written, key);
    if (value == null) {
      value = find(defaults, key);
    }
    return value != null && String.valueOf(value.unwrapped()).matches("[0-9]+(\\.[0-9]+)?");
  }

  private void warnOfBareNumber(String key, Duration read) {
    if (!read.isZero() && isBareNumber(key)) {
      String number = string(key);
      warning(key, number + " means " + number + "ms; write the unit");
    }
  }

  /** A duration, zero included. */
  Duration durationOrZero(String key) {
    Duration read =
        read(key, "a time such as 0s, 500ms or 2s", Config::getDuration).orElse(Duration.ZERO);
    warnOfBareNumber(key, read);
    if (read.isNegative()) {
      problem(key, "must not be negative");
      return Duration.ZERO;
    }
    return read;
  }

  /** A duration above zero, and not beyond what every timer takes. */
  Duration duration(String key) {
    Duration read =
        read(key, "a time such as 500ms, 2s or 1m", Config::getDuration)
            .orElse(Duration.ofSeconds(1));
    warnOfBareNumber(key, read);
    if (read.isZero() || read.isNegative()) {
      problem(key, "must be longer than 0");
      return Duration.ofSeconds(1);
    }
    if (read.compareTo(LONGEST) > 0) {
      problem(key, "must be at most " + LONGEST.toDays() + "d");
      return LONGEST;
    }
    return read;
  }

  /** One of the constants of an enum, written in lower case with hyphens. */
  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String text = string(key);
    List<String> words = new ArrayList<>();
    for (E constant : constants) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text)) {
        return constant;
      }
      words.add(word);
    }
    problem(key, "must be one of " + String.join(", ", words) + ", not '" + text + "'");
    return constants[0];
  }

  /** A list of strings, at least one, or one string that stands for a list of one. */
  List<Entry> someStrings(String key) {
    ConfigValue value = value(key);
    if (value instanceof ConfigList list && list.isEmpty()) {
      problem(key, "needs at least one entry");
    }
    return strings(key);
  }

  /** A list of strings, or one string that stands for a list of one. */
  List<Entry> strings(String key) {
    ConfigValue value = value(key);
    List<Entry> entries = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (ConfigValue element : list) {
        entries.add(new Entry(String.valueOf(element.unwrapped()), location(element.origin())));
      }
    } else if (value != null) {
      entries.add(new Entry(String.valueOf(value.unwrapped()), location(value.origin())));
    }
    return entries;
  }

  /** A list of strings or objects, or one that stands for a list of one. */
  List<Item> items(String key) {
    List<ConfigValue> values = new ArrayList<>();
    ConfigValue value = value(key);
    if (value instanceof ConfigList list) {
      values.addAll(list);
    } else if (value != null) {
      values.add(value);
    }
    return values.stream().map(each -> item(key, each)).toList();
  }

  private Item item(String key, ConfigValue value) {
    Optional<Section> object =
        value instanceof ConfigObject written
            ? Optional.of(new Section(path(key), written, empty(), findings))
            : Optional.empty();
    return new Item(new Entry(String.valueOf(value.unwrapped()), location(value.origin())), object);
  }

  /** One string or object of a list; the object's keys are read from its section. */
  record Item(Entry entry, Optional<Section> object) {}

  /** One string of a list and where it stands. */
  record Entry(String text, String location) {}

  /** Tells of a mistake at the place where {@code key} is written. */
  void problem(String key, String message) {
    problem(originOf(key), path(key) + " " + message);
  }

  /** Tells of a mistake in one entry of the list under {@code key}. */
  void problemAt(Entry entry, String key, String message) {
    problemAt(entry.location(), path(key) + " " + message);
  }

  /** Tells of a mistake at a place found earlier. */
  void problemAt(String location, String message) {
    findings.problem(new ConfigProblem(location, message));
  }

  /** Tells of something that works but probably not as meant, where {@code key} is written. */
  void warning(String key, String message) {
    warningAt(location(key), path(key) + " " + message);
  }

  /** The same at a place found earlier. */
  void warningAt(String location, String message) {
    findings.warning(new ConfigProblem(location, message));
  }

  /** Tells of a mistake of the section as a whole. */
  void problemHere(String message) {
    problem(written.origin(), (path.isEmpty() ? "" : path + ": ") + message);
  }

  /** Where this section begins, or where {@code key} is written. */
  String location(String key) {
    return location(originOf(key));
  }

  /** The file may have written the value in its defaults; without any, the section is the place. */
  private ConfigOrigin originOf(String key) {
    ConfigValue value = find(written, key);
    if (value == null) {
      value = find(defaults, key);
    }
    return value == null ? written.origin() : value.origin();
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Ends the reading of this section: whatever was written and not read is a mistake. */
  void close() {
    refuseUnknown(written);
    // Defaults can be written by the user too; those of the program are all known.
    refuseUnknown(defaults);
  }

  private void refuseUnknown(ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : inFileOrder(object)) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        String hint =
            KeepalivedWords.hint(key, known)
                .or(
                    () ->
                        NearestWord.to(key, known)
                            .map(nearest -> "did you mean '" + nearest + "'?"))
                .orElse("known here: " + String.join(", ", known));
        problem(entry.getValue().origin(), "unknown key '" + path(key) + "'; " + hint);
      }
    }
  }

  private <T> Optional<T> read(String key, String expected, BiFunction<Config, String, T> typed) {
    ConfigValue value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(typed.apply(value.atKey("value"), "value"));
    } catch (ConfigException e) {
      problem(value.origin(), path(key) + " must be " + expected + ", not " + describe(value));
      return Optional.empty();
    }
  }

  /** The value as written, else its default; a key with neither is a mistake. */
  private @Nullable ConfigValue value(String key) {
    ConfigValue value = find(written, key);
    if (value == null) {
      value = defaults.get(key);
    }
    if (value == null) {
      problem(written.origin(), path(key) + " is missing");
    }
    return value;
  }

  private @Nullable ConfigValue find(ConfigObject object, String key) {
    known.add(key);
    ConfigValue value = object.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  private void problem(ConfigOrigin origin, String message) {
    findings.problem(new ConfigProblem(location(origin), message));
  }

  static String location(ConfigOrigin origin) {
    // The library writes "node.conf: 12"; editors and compilers jump to "node.conf:12".
    String file =
        origin.filename() != null
            ? origin.filename()
            : origin.description().replaceFirst(": [0-9]+(-[0-9]+)?$", "");
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }

  private static String describe(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "an object";
      case LIST -> "a list";
      default -> "'" + value.unwrapped() + "'";
    };
  }

  private static List<Map.Entry<String, ConfigValue>> inFileOrder(ConfigObject object) {
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(object.entrySet());
    entries.sort(
        Comparator.comparingInt(
                (Map.Entry<String, ConfigValue> entry) -> entry.getValue().origin().lineNumber())
            .thenComparing(Map.Entry::getKey));
    return entries;
  }

  private static ConfigObject empty() {
    return ConfigFactory.empty().root();
  }
}
