package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.http1.HttpLimits;
import io.mainstay.proxy.http1.Vectors;
import io.mainstay.proxy.http1.Vectors.Row;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the rule table, through a running proxy. */
class RuleTableTest {
  private static final String WARM = lines("GET /warm HTTP/1.1", "Host: a");
  private static final String SMUGGLED = lines("GET /smuggled HTTP/1.1", "Host: a");
  private static final String NEXT = lines("GET /next HTTP/1.1", "Host: a");
  private static final String CHUNKED_HELLO = "5\r\nhello\r\n0\r\n\r\n";
  private static final int BODY_BYTES = 1 << 20;
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: ([0-9]+)\r\n");

  /** What a server connection served before. */
  enum Connections {
    FRESH,
    POOLED
  }

  /** How bytes are cut on their way. */
  enum Pieces {
    WHOLE,
    BYTES
  }

  /** What a table is tried with; the rows of a generated line are tried once only. */
  record Setting(TransportKind transport, Connections connections, Pieces pieces) {
    List<Row> rows(String resource) throws IOException {
      boolean all =
          transport == TransportKind.EPOLL
              && connections == Connections.POOLED
              && pieces == Pieces.WHOLE;
      return Vectors.read(resource).stream().filter(row -> all || !row.generated()).toList();
    }

    List<String> cut(String text) {
      if (pieces == Pieces.WHOLE) {
        return List.of(text);
      }
      int size = text.length() > 2000 ? 997 : 1;
      List<String> all = new ArrayList<>();
      for (int i = 0; i < text.length(); i += size) {
        all.add(text.substring(i, Math.min(text.length(), i + size)));
      }
      return all;
    }
  }

  static Stream<Setting> settings() {
    return Arrays.stream(TransportKind.values())
        .filter(kind -> kind != TransportKind.AUTO)
        .flatMap(
            kind ->
                Stream.of(
                    new Setting(kind, Connections.FRESH, Pieces.WHOLE),
                    new Setting(kind, Connections.POOLED, Pieces.WHOLE),
                    new Setting(kind, Connections.POOLED, Pieces.BYTES)));
  }

  private interface Check {
    void run(Row row) throws IOException, InterruptedException;
  }

  /** Runs every row and tells of all that fail. */
  private static void all(List<Row> rows, Check check) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Row row : rows) {
      try {
        check.run(row);
      } catch (IOException | AssertionError e) {
        failures.add(row.id() + " (" + row.section() + "): " + e);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(rows).hasSizeGreaterThan(10);
  }

  private static TestProxy proxy(Setting setting, RawServer server) throws IOException {
    return proxy(setting, server, config -> config);
  }

  private static TestProxy proxy(
      Setting setting, RawServer server, UnaryOperator<ProxyConfig> change) throws IOException {
    TestProxy.assumeWorks(setting.transport());
    int idle = setting.connections() == Connections.FRESH ? 0 : 128;
    HttpLimits http = HttpLimits.defaults();
    ProxyLimits limits = new ProxyLimits(http.withBodyBytes(BODY_BYTES), 20_000, idle, 64 * 1024);
    UnaryOperator<ProxyConfig> silent =
        TestProxy.frontend(frontend -> frontend.withForwardedFor(ForwardedFor.OFF));
    return TestProxy.with(
        config ->
            change
                .apply(silent.apply(config))
                .withLimits(limits)
                .withTransport(setting.transport()),
        server);
  }

  private static RawClient client(Setting setting, TestProxy proxy) throws IOException {
    RawClient client = proxy.client();
    if (setting.connections() == Connections.POOLED) {
      assertThat(client.send(WARM).response()).startsWith("HTTP/1.1 200 ");
    }
    return client;
  }

  /** Sends all, half-closes, and returns everything that comes until the proxy closes. */
  private static String talk(Setting setting, RawClient client, String text) throws IOException {
    try {
      for (String piece : setting.cut(text)) {
        client.send(piece);
      }
      client.socket.shutdownOutput();
    } catch (IOException e) {
      // It was refused on the way; the answer is what counts.
    }
    return client.rest();
  }

  // Requests

  @ParameterizedTest
  @MethodSource("settings")
  void shouldAnswerRequestsAsTheTableSays(Setting setting) throws Exception {
    try (RecordingServer web = new RecordingServer();
        TestProxy proxy = proxy(setting, web.server)) {
      all(
          setting.rows("requests.txt"),
          row -> {
            try (RawClient client = client(setting, proxy)) {
              web.clear();
              if (row.verdict().matches("[45][0-9]{2}")) {
                String all = talk(setting, client, row.text() + SMUGGLED);
                assertThat(statuses(all, false)).containsExactly(row.verdict());
                assertThat(all).contains("\r\nConnection: close\r\n");
                assertThat(web.received).isEmpty();
              } else {
                String head = row.verdict().equals("=") ? withoutLast(row) : row.verdict();
                String body = bodyFor(head);
                String all = talk(setting, client, row.text() + body);
                assertThat(statuses(all, head.startsWith("HEAD "))).containsExactly("200");
                boolean old = row.text().contains(" HTTP/1.0\r\n");
                assertThat(web.next())
                    .isEqualTo(
                        head
                            + (old ? "Via: 1.0 mainstay" : "Via: 1.1 mainstay")
                            + "\r\n\r\n"
                            + (body.equals(CHUNKED_HELLO) ? "hello" : body));
              }
            }
          });
    }
  }

  private static String withoutLast(Row row) {
    return row.text().substring(0, row.text().length() - 2);
  }

  private static String bodyFor(String head) {
    Matcher length = LENGTH.matcher(head);
    return head.contains("\r\nTransfer-Encoding: chunked\r\n")
        ? CHUNKED_HELLO
        : length.find() ? "x".repeat(Integer.parseInt(length.group(1))) : "";
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldTakeChunkedBodiesAsTheTableSays(Setting setting) throws Exception {
    try (RecordingServer web = new RecordingServer();
        TestProxy proxy = proxy(setting, web.server)) {
      String head = lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
      all(
          setting.rows("chunks.txt"),
          row -> {
            try (RawClient client = client(setting, proxy)) {
              web.clear();
              boolean passes = row.verdict().startsWith("[");
              boolean refused = !passes && !row.verdict().equals("incomplete");
              String all = talk(setting, client, head + row.text() + (refused ? SMUGGLED : ""));
              if (passes) {
                assertThat(statuses(all, false).get(0)).isEqualTo("200");
                String data = row.verdict().substring(1, row.verdict().lastIndexOf(']'));
                assertThat(web.next()).endsWith("\r\n\r\n" + data);
              } else {
                assertThat(statuses(all, false)).containsExactly(statusOf(row.verdict()));
                assertThat(web.received).isEmpty();
              }
            }
          });
    }
  }

  private static String statusOf(String violation) {
    return switch (violation) {
      case "BODY_TOO_LONG", "CHUNK_SIZE_TOO_LARGE" -> "413";
      case "TRAILER_TOO_LONG" -> "431";
      default -> "400";
    };
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldAnswerSequencesAsTheTableSays(Setting setting) throws Exception {
    try (RecordingServer web = new RecordingServer();
        TestProxy proxy = proxy(setting, web.server)) {
      all(
          setting.rows("sequences.txt").stream()
              .filter(row -> row.verdict().startsWith("fin "))
              .toList(),
          row -> {
            try (RawClient client = client(setting, proxy)) {
              web.clear();
              assertSequence(row, talk(setting, client, row.text()), web);
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldWaitForTheSilentNoLongerThanTheTableSays(Setting setting) throws Exception {
    Duration soon = Duration.ofMillis(300);
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.frontend(
            frontend -> frontend.withTimeouts(new FrontendTimeouts(soon, soon, soon)));
    try (RecordingServer web = new RecordingServer();
        TestProxy proxy = proxy(setting, web.server, impatient)) {
      List<Row> silent =
          setting.rows("sequences.txt").stream()
              .filter(row -> row.verdict().startsWith("silence "))
              .toList();
      assertThat(silent).isNotEmpty();
      for (Row row : silent) {
        try (RawClient client = proxy.client()) {
          web.clear();
          assertSequence(row, client.send(row.text()).rest(), web);
        }
      }
    }
  }

  private static void assertSequence(Row row, String all, RecordingServer web)
      throws InterruptedException {
    List<String> expected = new ArrayList<>(List.of(row.verdict().split(" ", -1)));
    expected.remove(0);
    int served = Collections.frequency(expected, "200");
    Collections.replaceAll(expected, "own200", "200");
    assertThat(statuses(all, false)).isEqualTo(expected);
    for (int i = 0; i < served; i++) {
      web.next();
    }
    assertThat(web.received).isEmpty();
  }

  // Answers

  @ParameterizedTest
  @MethodSource("settings")
  void shouldPassAnswersOnAsTheTableSays(Setting setting) throws Exception {
    try (AnsweringServer web = new AnsweringServer(setting);
        TestProxy proxy = proxy(setting, web.server)) {
      all(
          setting.rows("responses.txt"),
          row -> {
            web.answer = row.text() + bodyBehind(row);
            try (RawClient client = client(setting, proxy)) {
              String all = talk(setting, client, lines("GET /row HTTP/1.1", "Host: a"));
              if (row.verdict().equals("502")) {
                assertThat(statuses(all, false)).containsExactly("502");
              } else {
                assertThat(normal(all)).isEqualTo(expectedAnswer(row));
              }
            }
          });
    }
  }

  private static String bodyBehind(Row row) {
    return switch (row.verdict().substring(0, row.verdict().length() > 3 ? 4 : 3)) {
      case "LENG" -> row.id().equals("RS30") ? "hello FIN" : "hello";
      case "CHUN" -> CHUNKED_HELLO;
      case "UNTI" -> "hello FIN";
      case "NONE" -> row.text().startsWith("HTTP/1.1 1") ? finalAnswer() : "";
      default -> "";
    };
  }

  private static String finalAnswer() {
    return lines("HTTP/1.1 200 OK", "Content-Length: 0");
  }

  private static String expectedAnswer(Row row) {
    String framing = row.verdict().substring(0, row.verdict().indexOf(' '));
    String given = row.verdict().substring(framing.length() + 1);
    String head = given.equals("=") ? withoutLast(row) : given;
    return switch (framing) {
      case "UNTIL_CLOSE" -> head + "Transfer-Encoding: chunked\r\n\r\n" + CHUNKED_HELLO;
      case "CHUNKED" -> head + "\r\n" + CHUNKED_HELLO;
      case "LENGTH" -> head + "\r\nhello";
      default -> head + "\r\n" + (head.startsWith("HTTP/1.1 1") ? finalAnswer() : "");
    };
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldTreatServersAsTheTableSays(Setting setting) throws Exception {
    try (AnsweringServer web = new AnsweringServer(setting);
        TestProxy proxy = proxy(setting, web.server)) {
      all(setting.rows("exchanges.txt"), row -> assertExchange(setting, row, web, proxy));
    }
  }

  private static void assertExchange(Setting setting, Row row, AnsweringServer web, TestProxy proxy)
      throws IOException, InterruptedException {
    int arrow = row.text().indexOf(" => ");
    String request = row.text().substring(0, arrow);
    web.answer = row.text().substring(arrow + 4);
    int space = row.verdict().indexOf(' ');
    String word = space < 0 ? row.verdict() : row.verdict().substring(0, space);
    String expected = space < 0 ? "" : row.verdict().substring(space + 1);
    boolean goesOn = word.equals("kept") || word.equals("closed") || word.equals("502");
    // What is too much and comes piecemeal must have come before a next request: behind one, no
    // proxy can tell it from that one's answer.
    boolean surplusFirst = word.equals("closed") && setting.pieces() == Pieces.BYTES;
    web.rowConnection = 0;
    try (RawClient client = client(setting, proxy)) {
      if (surplusFirst) {
        client.send(request);
        web.awaitRowConnectionClosed();
        request = "";
      }
      String all = talk(setting, client, request + (goesOn ? NEXT : ""));
      int next = all.indexOf("HTTP/1.1 200 OK\r\nX-Connection:");
      String got = normal(goesOn && next >= 0 ? all.substring(0, next) : all);
      boolean whole = !got.contains("chunked\r\n") || got.endsWith("0\r\n\r\n");
      switch (word) {
        case "502" ->
            assertThat(got.replace("HTTP/1.1 103 Early Hints\r\n\r\n", ""))
                .startsWith("HTTP/1.1 502 ");
        case "broken" -> assertThat(got.startsWith("HTTP/1.1 502 ") || !whole).as(got).isTrue();
        case "cut" -> {
          if (!got.startsWith("HTTP/1.1 502 ")) {
            assertThat(got).isEqualTo(expected);
          }
        }
        default -> assertThat(got).isEqualTo(expected);
      }
      if (goesOn) {
        assertThat(next).as("the next answer in " + all).isNotNegative();
        boolean kept = word.equals("kept") && setting.connections() == Connections.POOLED;
        String connection = all.substring(next).replaceAll("(?s).*X-Connection: ([0-9]+).*", "$1");
        assertThat(connection.equals(String.valueOf(web.rowConnection))).isEqualTo(kept);
      }
    }
  }

  // What is read

  /** The statuses of all answers in order; fails where the bytes are not whole answers. */
  private static List<String> statuses(String all, boolean toHead) {
    List<String> statuses = new ArrayList<>();
    int p = 0;
    while (p < all.length()) {
      int end = all.indexOf("\r\n\r\n", p) + 4;
      assertThat(end).as("end of a head in " + all).isGreaterThan(p);
      String head = all.substring(p, end);
      assertThat(head).startsWith("HTTP/1.1 ");
      statuses.add(head.substring(9, 12));
      p = end + (toHead ? 0 : RawClient.contentLength(head));
    }
    assertThat(p).isEqualTo(all.length());
    return statuses;
  }

  /** Without Via, and with all chunks of the last answer joined: how they are cut means nothing. */
  private static String normal(String all) {
    String text = all.replaceAll("Via: 1\\.[01] mainstay\r\n", "");
    int head = text.indexOf("Transfer-Encoding: chunked\r\n\r\n");
    if (head < 0) {
      return text;
    }
    int start = text.indexOf("\r\n\r\n", head) + 4;
    StringBuilder data = new StringBuilder();
    int p = start;
    while (p < text.length()) {
      int lineEnd = text.indexOf("\r\n", p);
      int size = Integer.parseInt(text.substring(p, lineEnd), 16);
      if (size == 0) {
        return text.substring(0, start)
            + Integer.toHexString(data.length())
            + "\r\n"
            + data
            + "\r\n"
            + text.substring(p);
      }
      data.append(text, lineEnd + 2, lineEnd + 2 + size);
      p = lineEnd + 4 + size;
    }
    return data.isEmpty()
        ? text
        : text.substring(0, start) + Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  /** Answers everything and remembers what came, except for the request that warms up. */
  private static final class RecordingServer implements AutoCloseable {
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final RawServer server = new RawServer(this::serve);

    RecordingServer() throws IOException {}

    private void serve(RawServer.Connection connection) throws IOException {
      while (true) {
        String head = connection.head();
        String body =
            head.contains("\r\nTransfer-Encoding: chunked\r\n")
                ? dechunked(connection)
                : whole(connection, RawClient.contentLength(head));
        if (!head.startsWith("GET /warm ")) {
          received.add(head + body);
        }
        connection.send(
            lines("HTTP/1.1 200 OK", "Content-Length: 2") + (head.startsWith("HEAD ") ? "" : "ok"));
      }
    }

    private static String whole(RawServer.Connection connection, int length) throws IOException {
      byte[] body = connection.in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException();
      }
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    private static String dechunked(RawServer.Connection connection) throws IOException {
      StringBuilder body = new StringBuilder();
      while (true) {
        int size = Integer.parseInt(line(connection), 16);
        for (int i = 0; i < size; i++) {
          body.append((char) read(connection));
        }
        if (!line(connection).isEmpty()) {
          throw new IOException("a chunk does not end");
        }
        if (size == 0) {
          return body.toString();
        }
      }
    }

    private static String line(RawServer.Connection connection) throws IOException {
      StringBuilder line = new StringBuilder();
      while (!line.toString().endsWith("\r\n")) {
        line.append((char) read(connection));
      }
      return line.substring(0, line.length() - 2);
    }

    private static int read(RawServer.Connection connection) throws IOException {
      int b = connection.in.read();
      if (b < 0) {
        throw new EOFException();
      }
      return b;
    }

    void clear() {
      received.clear();
    }

    String next() throws InterruptedException {
      @Nullable String next = received.poll(10, TimeUnit.SECONDS);
      return Objects.requireNonNull(next, "nothing came to the server");
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /** Answers with what the row says. */
  private static final class AnsweringServer implements AutoCloseable {
    private final Setting setting;
    volatile String answer = "";
    volatile int rowConnection;
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
    final RawServer server = new RawServer(this::serve);

    AnsweringServer(Setting setting) throws IOException {
      this.setting = setting;
    }

    /** Waits until the connection that got the row's request is closed. */
    void awaitRowConnectionClosed() throws InterruptedException {
      int number;
      do {
        @Nullable Integer next = ended.poll(10, TimeUnit.SECONDS);
        number = Objects.requireNonNull(next, "the server's connection was not closed");
      } while (number != rowConnection);
    }

    private void serve(RawServer.Connection connection) throws IOException {
      try {
        answer(connection);
      } finally {
        ended.add(connection.number);
      }
    }

    private void answer(RawServer.Connection connection) throws IOException {
      while (true) {
        String head = connection.head();
        connection.in.readNBytes(RawClient.contentLength(head));
        if (head.startsWith("GET /warm ") || head.startsWith("GET /next ")) {
          connection.send(
              lines("HTTP/1.1 200 OK", "X-Connection: " + connection.number, "Content-Length: 0"));
        } else {
          rowConnection = connection.number;
          boolean closing = answer.endsWith(" FIN");
          String text = closing ? answer.substring(0, answer.length() - 4) : answer;
          for (String piece : setting.cut(text)) {
            connection.send(piece);
          }
          if (closing) {
            return;
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
