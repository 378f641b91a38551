package io.mainstay.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.tls.ClientHello.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
  private static final int RECORD_HEAD = 5;

  private final ClientHello hello = new ClientHello();

  /** What the JDK's own client says first. */
  private static byte[] real(String name, String... protocols) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (!name.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setProtocols(protocols);
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The same message in records of so many bytes. */
  private static byte[] inRecordsOf(int size, byte[] record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = RECORD_HEAD; i < record.length; i += size) {
      int length = Math.min(size, record.length - i);
      out.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
      out.write(record, i, length);
    }
    return out.toByteArray();
  }

  private Verdict read(byte[] bytes) {
    return hello.read(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shouldFindTheNameHoweverTheBytesCome(String protocol) throws Exception {
    byte[] bytes = real("Shop.Example.com", protocol);
    for (int count = 0; count < bytes.length; count++) {
      assertThat(hello.read(bytes, count)).isEqualTo(Verdict.INCOMPLETE);
    }
    assertThat(read(bytes)).isEqualTo(Verdict.COMPLETE);
    assertThat(hello.name()).isEqualTo("shop.example.com");
  }

  @Test
  void shouldFindTheNameInSeveralRecords() throws Exception {
    byte[] bytes = inRecordsOf(50, real("shop.example.com", "TLSv1.3"));
    for (int count = 0; count < bytes.length; count++) {
      assertThat(hello.read(bytes, count)).isEqualTo(Verdict.INCOMPLETE);
    }
    assertThat(read(bytes)).isEqualTo(Verdict.COMPLETE);
    assertThat(hello.name()).isEqualTo("shop.example.com");
  }

  @Test
  void shouldFindNoNameWhereThereIsNone() throws Exception {
    assertThat(read(real("", "TLSv1.3"))).isEqualTo(Verdict.COMPLETE);
    assertThat(hello.name()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\u0016\u0002", "\u0000"})
  void shouldRefuseWhatIsNoTls(String text) {
    assertThat(read(text.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void shouldRefuseManySmallRecords() throws Exception {
    assertThat(read(inRecordsOf(1, real("a.example", "TLSv1.3")))).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void shouldRefuseOneThatIsTooLong() {
    byte[] head = {22, 3, 1, 0x40, 0, 1, 0, 0x40, 0};
    assertThat(hello.read(Arrays.copyOf(head, 100), 100)).isEqualTo(Verdict.REFUSED);
    byte[] never = {22, 3, 1, 0x7f, (byte) 0xff, 1, 0, 0, 1};
    assertThat(read(never)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void shouldRefuseALengthThatPointsBeyondTheEnd() throws Exception {
    byte[] bytes = real("a.example", "TLSv1.3");
    bytes[RECORD_HEAD + 4 + 34] = (byte) 0xff; // the session's id
    assertThat(read(bytes)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void shouldSurviveWhateverIsChangedInIt() throws Exception {
    byte[] good = real("shop.example.com", "TLSv1.2", "TLSv1.3");
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Verdict verdict = hello.read(bytes, random.nextInt(bytes.length + 1));
      assertThat(verdict).as("seed %d, turn %d", seed, i).isNotNull();
      assertThat(hello.name().length()).as("seed %d, turn %d", seed, i).isLessThan(256);
    }
  }
}
