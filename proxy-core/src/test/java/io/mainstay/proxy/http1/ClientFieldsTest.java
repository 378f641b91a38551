package io.mainstay.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.http1.ClientFields.Policy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFieldsTest {
  private static final HttpLimits LIMITS = HttpLimits.defaults();

  private final Http1HeadScanner scanner = new Http1HeadScanner(LIMITS);
  private final RequestHead head = new RequestHead();
  private final HeadWriter writer = new HeadWriter(LIMITS);

  /** The claims are X-Forwarded-For: 9 and so on; what comes out is abbreviated likewise. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PASS    | PASS    | For: 9, Proto: s, Port: 9, Real: 9, Fwd: for=9
          PASS    | REPLACE | For: 9, Proto: s, Port: 9, Real: 9, Fwd: for=1.2.3.4;host="a:8";proto=http
          REPLACE | DROP    | For: 1.2.3.4, Proto: http, Host: a:8, Port: 80
          REPLACE | REPLACE | For: 1.2.3.4, Proto: http, Host: a:8, Port: 80, Fwd: for=1.2.3.4;host="a:8";proto=http
          APPEND  | PASS    | For: 9, Real: 9, Fwd: for=9, For: 1.2.3.4, Proto: http, Host: a:8, Port: 80
          APPEND  | APPEND  | For: 9, Real: 9, Fwd: for=9, For: 1.2.3.4, Proto: http, Host: a:8, Port: 80, Fwd: for=1.2.3.4;host="a:8";proto=http
          TRUST   | PASS    | For: 9, Proto: s, Port: 9, Real: 9, Fwd: for=9, For: 1.2.3.4
          TRUST   | APPEND  | For: 9, Proto: s, Port: 9, Real: 9, Fwd: for=9, For: 1.2.3.4, Fwd: for=1.2.3.4;host="a:8";proto=http
          """)
  void shouldTellOfTheClientAsThePolicySays(Policy xForwarded, Policy forwarded, String expected) {
    String claims = "For: 9, Proto: s, Port: 9, Real: 9, Fwd: for=9";
    assertThat(written("Host: a:8\r\n" + unabbreviated(claims), xForwarded, forwarded, "1.2.3.4"))
        .isEqualTo(
            "GET / HTTP/1.1\r\nHost: a:8\r\n" + unabbreviated(expected) + "Via: 1.1 mainstay");
  }

  @Test
  void shouldWriteItsOwnWhereATrustedProxySaidNothing() {
    assertThat(written("Host: a\r\n", Policy.TRUST, Policy.PASS, "1.2.3.4"))
        .contains("X-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\nX-Forwarded-Port: 80\r\n");
  }

  @Test
  void shouldPutAnIpv6AddressInBracketsAndQuotes() {
    assertThat(written("Host: a\r\n", Policy.REPLACE, Policy.REPLACE, "2001:db8::1"))
        .contains("X-Forwarded-For: 2001:db8::1\r\n")
        .contains("Forwarded: for=\"[2001:db8::1]\";host=\"a\";proto=http\r\n");
  }

  @Test
  void shouldHaveRoomForTheLongestHostThreeTimes() {
    String host = "h".repeat(255) + ":65535";
    assertThat(written("Host: " + host + "\r\n", Policy.REPLACE, Policy.REPLACE, "::1"))
        .contains("X-Forwarded-Host: " + host, "host=\"" + host + "\"");
  }

  private String written(String fields, Policy xForwarded, Policy forwarded, String address) {
    byte[] bytes = ("GET / HTTP/1.1\r\n" + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(scanner.scan(bytes, 0, bytes.length, head)).isEqualTo(bytes.length);
    assertThat(new RequestRules(LIMITS).check(head)).isNull();
    writer.request(head, new ClientFields(xForwarded, forwarded, address, 80));
    return new String(writer.bytes(), 0, writer.length() - 4, StandardCharsets.ISO_8859_1);
  }

  private static String unabbreviated(String fields) {
    StringBuilder lines = new StringBuilder();
    for (String field : fields.split(", ", -1)) {
      lines
          .append(
              field
                  .replace("Fwd:", "Forwarded:")
                  .replace("Real:", "X-Real-IP:")
                  .replaceFirst("^(For|Proto|Host|Port):", "X-Forwarded-$1:"))
          .append("\r\n");
    }
    return lines.toString();
  }
}
