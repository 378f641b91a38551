package io.mainstay.proxy;

import io.mainstay.proxy.http1.Vectors;
import io.mainstay.proxy.http1.Vectors.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of TCP mode, {@code tcp.txt}, on every transport. */
class TcpModeTest {
  static Stream<Arguments> rows() throws IOException {
    List<Row> rows = Vectors.read("/io/mainstay/proxy/tcp.txt");
    return Arrays.stream(TransportKind.values())
        .filter(kind -> kind != TransportKind.AUTO)
        .flatMap(kind -> rows.stream().map(row -> Arguments.of(kind, row)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldTreatSessionsAsTheTableSays(TransportKind kind, Row row) throws Exception {
    TestProxy.assumeWorks(kind);
    try (TcpScene scene = new TcpScene(kind, row.verdict().strip())) {
      for (String step : row.text().split("; ", -1)) {
        try {
          scene.does(step);
        } catch (AssertionError | IOException e) {
          throw new AssertionError("at \"" + step + "\": " + e.getMessage(), e);
        }
      }
    }
  }
}
