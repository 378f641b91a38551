package io.mainstay.node.status;

import io.mainstay.node.config.StatusListener;
import io.mainstay.proxy.stats.StatsColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** A snapshot as a page that needs neither script nor anything else than itself. Pure. */
final class StatsPage {
  private static final String STYLE = resource("stats.css");

  /** The style by its digest, and else nothing. */
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private StatsPage() {}

  /**
   * The page as it is sent.
   *
   * @param refresh whether the browser shall ask again as often as the listener wants
   */
  static Answer answer(NodeSnapshot node, StatusListener listener, boolean refresh) {
    return new Answer(
        200,
        "text/html; charset=utf-8",
        html(node, listener, refresh),
        Map.of("Content-Security-Policy", POLICY, "Referrer-Policy", "no-referrer"));
  }

  private static String html(NodeSnapshot node, StatusListener listener, boolean refresh) {
    Html html = new Html();
    html.open("html", "", "lang", "en");
    head(html, listener, refresh);
    html.open("body", "");
    html.open("header", "").element("h1", "", title(listener));
    html.element("p", "quiet", summary(node)).close("header");
    html.open("main", "");
    node.election().ifPresent(election -> RouterCards.write(html, election.routers()));
    if (!node.peers().isEmpty()) {
      RouterCards.writePeers(html, node.peers());
    }
    StatsLine.tables(node).forEach(table -> table(html, table));
    html.close("main");
    html.open("footer", "quiet").text("The same as ");
    html.open("a", "", "href", listener.uri() + ";csv").text("CSV").close("a");
    html.text(", as ");
    html.open("a", "", "href", "/status").text("JSON").close("a").text(" and as ");
    html.open("a", "", "href", "/metrics").text("metrics").close("a").close("footer");
    return html.close("body").close("html").toString();
  }

  private static void head(Html html, StatusListener listener, boolean refresh) {
    html.open("head", "").open("meta", "", "charset", "utf-8").raw("\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    Duration every = listener.refresh();
    if (refresh && !every.isZero()) {
      long seconds = Math.max(1, every.toSeconds());
      html.raw("<meta http-equiv=\"refresh\" content=\"" + seconds + "\">\n");
    }
    html.element("title", "", title(listener));
    html.raw("<style>" + STYLE + "</style>\n").close("head");
  }

  private static String title(StatusListener listener) {
    return listener.node().isEmpty() ? "Mainstay" : "Mainstay on " + listener.node();
  }

  private static String summary(NodeSnapshot node) {
    long servers = 0;
    long up = 0;
    for (var row : StatsLine.rows(node)) {
      if (row.get(StatsColumn.TYPE).equals("2")) {
        servers++;
        up += state(row.get(StatsColumn.STATUS)).equals("up") ? 1 : 0;
      }
    }
    return up
        + " of "
        + servers
        + " servers up · running for "
        + Figures.seconds(node.uptimeSeconds())
        + " · event loops late by "
        + node.proxy().loopLagMillis()
        + " ms";
  }

  private static void table(Html html, StatsLine.Table table) {
    boolean frontends = table.name().isEmpty();
    html.open("section", "").open("h2", "").text(frontends ? "Frontends" : table.name());
    html.close("h2").open("table", "").open("thead", "").open("tr", "");
    html.element("th", "", frontends ? "Frontend" : "Server").element("th", "", "State");
    for (PageColumn column : PageColumn.ALL) {
      html.open("th", "", "title", column.meaning()).text(column.title()).close("th");
    }
    html.close("tr").close("thead").open("tbody", "");
    table.lines().forEach(line -> line(html, line));
    html.close("tbody").close("table").close("section");
  }

  private static void line(Html html, StatsLine line) {
    String status = line.get(StatsColumn.STATUS);
    html.open("tr", line.get(StatsColumn.TYPE).equals("1") ? "sum" : "");
    html.open("th", "", "scope", "row").text(line.name());
    html.element("span", "quiet", line.get(StatsColumn.ADDR)).close("th");
    html.open("td", "", "data-label", "State");
    html.element("b", "state " + state(status), status);
    if (!line.get(StatsColumn.LASTCHG).isEmpty()) {
      long seconds = Long.parseLong(line.get(StatsColumn.LASTCHG));
      html.element("span", "quiet", "for " + Figures.seconds(seconds));
    }
    html.close("td");
    for (PageColumn column : PageColumn.ALL) {
      String text = column.text().apply(line);
      html.open("td", text.isEmpty() ? "none" : "", "data-label", column.title());
      html.text(text).close("td");
    }
    html.close("tr");
  }

  /** The class that colours a state; its words are always there too. */
  static String state(String status) {
    String word = status.toLowerCase(Locale.ROOT);
    if (word.startsWith("up ") || word.startsWith("down ")) {
      return "turning";
    }
    return switch (word) {
      case "up", "open", "master", "no check" -> "up";
      case "down", "stop", "fault" -> "down";
      case "backup" -> "backup";
      default -> "out";
    };
  }

  private static String resource(String name) {
    try (InputStream in = StatsPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
