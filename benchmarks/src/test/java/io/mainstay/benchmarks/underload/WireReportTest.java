package io.mainstay.benchmarks.underload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireReportTest {
  private static final long MS = 1_000_000L;
  private static final int A = Configurations.A_LAST_BYTE;
  private static final int B = 2;

  private final Options two = Options.parse(List.of("--routers", "2"));

  private static Advert advert(long atMillis, int sender, int vrid) {
    return new Advert(atMillis * MS, sender, vrid, 200);
  }

  @Test
  void shouldFindNothingMissedWhenNoGapIsLongerThanAnIntervalAndAHalf() {
    List<Advert> adverts =
        List.of(advert(100, A, 1), advert(110, A, 2), advert(250, A, 1), advert(200, A, 2));

    assertThat(WireReport.of(adverts, A, two, 0, 300 * MS))
        .isEqualTo(new WireReport(6, 4, 0, 150 * MS, 0));
  }

  @Test
  void shouldCountGapsAtBothEndsAndWithinAndTakeovers() {
    List<Advert> adverts =
        List.of(
            advert(-1, A, 1),
            advert(151, A, 1),
            advert(302, A, 1),
            advert(310, B, 2),
            advert(400, A, 1),
            advert(501, A, 1));

    // Router 1 twice; router 2 was silent all the time, which is one gap.
    assertThat(WireReport.of(adverts, A, two, 0, 500 * MS))
        .isEqualTo(new WireReport(10, 3, 3, 500 * MS, 1));
  }

  @Test
  void shouldReadWhatTcpdumpWrote() {
    ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b23c4d).position(24);
    file.putInt(5).putInt(7).putInt(46).putInt(46);
    int frame = file.position();
    file.put(frame + 14, (byte) 0x45).put(frame + 14 + 15, (byte) 1);
    file.put(frame + 34, (byte) 0x31).put(frame + 35, (byte) 255).put(frame + 36, (byte) 200);
    file.position(frame + 46);
    // The next one was being written when tcpdump ended.
    file.putInt(6).putInt(0).putInt(46).putInt(46).putInt(0);

    assertThat(Capture.read(file.flip())).containsExactly(new Advert(5_000_000_007L, 1, 255, 200));
  }

  @Test
  void shouldRefuseAnotherKindOfFile() {
    assertThatThrownBy(() -> Capture.read(ByteBuffer.allocate(24)))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("not one of tcpdump's");
  }
}
