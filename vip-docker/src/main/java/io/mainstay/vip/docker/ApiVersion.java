package io.mainstay.vip.docker;

import com.github.dockerjava.core.RemoteApiVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which version of the Engine's interface to speak. Pure. */
final class ApiVersion {

  /**
   * Version 1 of this minor number is the oldest that has all that is asked here; Engines of 2016
   * speak it.
   */
  private static final int OLDEST_MINOR = 24;

  /** The newest whose answers are known to be read rightly. */
  private static final int NEWEST_MINOR = 51;

  private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  private ApiVersion() {}

  /**
   * The newest version that both sides speak.
   *
   * @param offered the newest that the Engine speaks, as its ping says; null when it does not say,
   *     and then requests name no version and get the Engine's own
   * @throws EngineException when the Engine is too old
   */
  static RemoteApiVersion agree(@Nullable String offered) throws EngineException {
    Matcher matcher = VERSION.matcher(offered == null ? "" : offered.strip());
    if (!matcher.matches()) {
      return RemoteApiVersion.UNKNOWN_VERSION;
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major < 1 || (major == 1 && minor < OLDEST_MINOR)) {
      throw new EngineException(
          EngineFault.REFUSED,
          "the Docker Engine speaks version "
              + matcher.group()
              + " of its interface, but at least 1."
              + OLDEST_MINOR
              + " is needed; upgrade it",
          null);
    }
    return RemoteApiVersion.create(1, major > 1 ? NEWEST_MINOR : Math.min(minor, NEWEST_MINOR));
  }
}
