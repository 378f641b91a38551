package com.example.jdbccheck;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthTarget;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Passes when a query gives a row. Written {@code jdbc URL QUERY [user]}; in the URL {@code
 * {address}}, {@code {port}} and {@code {timeout}} (milliseconds) are replaced. A driver that waits
 * for a silent database can be ended by nobody but itself, so give it the time.
 */
record JdbcProbe(String url, String query, String user) implements BlockingProbe {

  static JdbcProbe of(CheckSpec spec) {
    var words = spec.arguments();
    if (words.size() < 2 || words.size() > 3 || !words.get(0).startsWith("jdbc:")) {
      throw new IllegalArgumentException("write: jdbc jdbc:h2:tcp://{address}:{port}/… 'SELECT 1'");
    }
    return new JdbcProbe(words.get(0), words.get(1), words.size() > 2 ? words.get(2) : "");
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    try (Connection connection = DriverManager.getConnection(urlFor(target, timeout), user, "");
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
    return url.replace("{address}", target.address().getAddress().getHostAddress())
        .replace("{port}", String.valueOf(target.address().getPort()))
        .replace("{timeout}", String.valueOf(timeout.toMillis()));
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
