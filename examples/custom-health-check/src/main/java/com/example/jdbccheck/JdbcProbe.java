package com.example.jdbccheck;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthTarget;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * Passes when a query gives a row. Written {@code jdbc URL QUERY [user]}; in the URL {@code
 * {address}}, {@code {port}} and {@code {timeout}} (milliseconds) are replaced. A driver that waits
 * for a silent database can be ended by nobody but itself, so give it the time.
 */
record JdbcProbe(Driver driver, String url, String query, String user) implements BlockingProbe {

  static JdbcProbe of(CheckSpec spec) {
    var words = spec.arguments();
    if (words.size() < 2 || words.size() > 3 || !words.get(0).startsWith("jdbc:")) {
      throw new IllegalArgumentException("write: jdbc jdbc:h2:tcp://{address}:{port}/… 'SELECT 1'");
    }
    String url = words.get(0);
    return new JdbcProbe(driver(url), url, words.get(1), words.size() > 2 ? words.get(2) : "");
  }

  /** DriverManager knows the node's drivers only; this plug-in's jar brings its own. */
  private static Driver driver(String url) {
    try {
      for (Driver each : ServiceLoader.load(Driver.class, JdbcProbe.class.getClassLoader())) {
        if (each.acceptsURL(filled(url, "192.0.2.1", 1, 1000))) {
          return each;
        }
      }
    } catch (SQLException e) {
      throw new IllegalArgumentException("jdbc: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("jdbc: the plug-in has no driver for " + url + "; pack it in");
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", "");
    try (Connection connection = driver.connect(urlFor(target, timeout), login);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next()
          ? result(CheckCode.L7OK, "row: " + rows.getString(1), startNanos)
          : result(CheckCode.L7STS, "no row", startNanos);
    } catch (SQLException e) {
      return result(codeOf(e), "SQL state " + e.getSQLState() + ": " + e.getMessage(), startNanos);
    }
  }

  private String urlFor(HealthTarget target, Duration timeout) {
    var address = target.address();
    String host = address.getAddress().getHostAddress();
    return filled(url, host, address.getPort(), timeout.toMillis());
  }

  private static String filled(String url, String host, int port, long timeoutMillis) {
    return url.replace("{address}", host)
        .replace("{port}", String.valueOf(port))
        .replace("{timeout}", String.valueOf(timeoutMillis));
  }

  private static CheckCode codeOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return CheckCode.L7TOUT;
      }
      if (cause instanceof ConnectException) {
        return CheckCode.L4CON;
      }
    }
    return CheckCode.L7STS;
  }

  private static CheckResult result(CheckCode code, String description, long startNanos) {
    String line = description.replaceAll("\\p{Cntrl}", " ");
    return CheckResult.of(code, line, System.nanoTime() - startNanos);
  }
}
