package io.mainstay.vip;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the settings that a {@link VipMoverFactory} gets, and makes a message for the operator of
 * whatever is wrong with them. No message shows a value that {@link #secret} has read.
 *
 * <p>Read every known setting, then call {@link #refuseOthers}: a setting that nobody reads is a
 * typing error that must not pass in silence. For one thread, during configuration.
 */
public final class MoverSettings {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m)");

  private final String mover;
  private final Map<String, String> settings;
  private final TreeSet<String> known = new TreeSet<>();

  /**
   * Settings as written.
   *
   * @param mover the mover's name, for messages
   */
  public MoverSettings(String mover, Map<String, String> settings) {
    this.mover = mover;
    this.settings = new TreeMap<>(settings);
  }

  /** A text, if it is set. */
  public Optional<String> text(String key) {
    known.add(key);
    Optional<String> value = Optional.ofNullable(settings.get(key)).map(String::strip);
    if (value.isPresent() && value.get().isEmpty()) {
      throw wrong(key, "is empty");
    }
    return value;
  }

  /** A text that must be set. */
  public String requiredText(String key) {
    return text(key).orElseThrow(() -> wrong(key, "is missing" + thoseThereAre()));
  }

  /** What is missing may have been written in another way. */
  private String thoseThereAre() {
    return settings.isEmpty() ? "" : "; written are only " + String.join(", ", settings.keySet());
  }

  /** A text that must never be shown, if it is set. */
  public Optional<String> secret(String key) {
    return text(key);
  }

  /** A time such as {@code 200ms}, {@code 5s} or {@code 2m}, within the given bounds. */
  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (!matcher.matches()) {
      throw wrong(key, "is no time such as 200ms, 5s or 2m: '" + text.get() + "'");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration value =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        };
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(
          key, "must be " + written(least) + " to " + written(most) + ", not " + text.get());
    }
    return value;
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, E fallback) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    E[] constants = fallback.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (written(constant).equals(text.get())) {
        return constant;
      }
    }
    String names =
        Arrays.stream(constants).map(MoverSettings::written).collect(Collectors.joining(" or "));
    throw wrong(key, "must be " + names + ", not '" + text.get() + "'");
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException when there is a setting that was not asked for
   */
  public void refuseOthers() {
    for (String key : settings.keySet()) {
      if (!known.contains(key)) {
        throw wrong(key, "is unknown; known are " + String.join(", ", known));
      }
    }
  }

  /** The exception to throw for a setting; the message names mover and setting. */
  public IllegalArgumentException wrong(String key, String problem) {
    return new IllegalArgumentException(mover + " mover: " + key + " " + problem);
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String written(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
