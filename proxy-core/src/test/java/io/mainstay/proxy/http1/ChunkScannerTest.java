package io.mainstay.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkScannerTest {
  private static final long MAX_BODY_BYTES = 1 << 20;

  private final ChunkScanner scanner = new ChunkScanner(HttpLimits.defaults(), MAX_BODY_BYTES);

  static List<Vectors.Row> rows() throws IOException {
    return Vectors.read("chunks.txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldGiveTheVerdictHoweverTheBodyIsSplit(Vectors.Row row) {
    byte[] bytes = row.bytes();
    assertThat(verdict(bytes, bytes.length, bytes.length)).isEqualTo(row.verdict());
    assertThat(verdict(bytes, 1, 1)).as("byte by byte").isEqualTo(row.verdict());
    for (int split = 1; split < bytes.length; split++) {
      String verdict = verdict(bytes, split, bytes.length);
      if (!verdict.equals(row.verdict())) {
        assertThat(verdict).as("split at %d", split).isEqualTo(row.verdict());
      }
    }
  }

  private String verdict(byte[] bytes, int first, int step) {
    scanner.reset();
    StringBuilder data = new StringBuilder();
    int from = 0;
    int to = first;
    while (from < bytes.length && !scanner.done() && scanner.violation() == null) {
      // Direct, and not from index 0, as an event loop's buffer is.
      ByteBuffer piece = ByteBuffer.allocateDirect(to - from + 7).put(7, bytes, from, to - from);
      int length = scanner.scan(piece, 7, 7 + to - from);
      for (int i = 0; i < length; i++) {
        data.append((char) piece.get(7 + i));
      }
      from += scanner.position() - 7;
      to = Math.min(bytes.length, to + step);
    }
    Http1Violation violation = scanner.violation();
    if (violation != null) {
      return violation.name();
    }
    String surplus = from < bytes.length ? "+" + (bytes.length - from) : "";
    return scanner.done() ? "[" + data + "]" + surplus : "incomplete";
  }

  @Test
  void shouldKeepDataTogetherWhenManyChunksComeAtOnce() {
    String text = "1\r\na\r\n2;x\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n";
    ByteBuffer b = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(scanner.scan(b, 0, text.length())).isEqualTo(6);
    assertThat(new String(b.array(), 0, 6, StandardCharsets.US_ASCII)).isEqualTo("abcdef");
  }
}
