package io.mainstay.health;

/**
 * Makes a check from the line that a configuration gives, such as {@code http GET / 200}. A plug-in
 * binds its factory under the line's first word.
 */
@FunctionalInterface
public interface HealthCheckFactory {

  /**
   * Makes the check.
   *
   * @throws IllegalArgumentException when an argument is unknown or wrong; the message is shown to
   *     the operator
   */
  HealthCheck create(CheckSpec spec, CheckEnvironment environment);
}
