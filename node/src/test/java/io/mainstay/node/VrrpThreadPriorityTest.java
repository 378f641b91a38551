package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.VrrpPriority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VrrpThreadPriorityTest {
  private final List<String> asked = new ArrayList<>();

  private VrrpThreadPriority.Ask ask(String what, boolean granted) {
    return () -> {
      asked.add(what);
      if (!granted) {
        throw new IOException(what + " is not permitted");
      }
    };
  }

  @ParameterizedTest(name = "{0}, realtime allowed: {1}, nice allowed: {2}")
  @CsvSource({
    "AUTO,     true,  true,  REALTIME, realtime",
    "AUTO,     false, true,  NICE,     realtime nice",
    "AUTO,     false, false, NORMAL,   realtime nice",
    "REALTIME, true,  true,  REALTIME, realtime",
    "REALTIME, false, true,  NORMAL,   realtime",
    "NICE,     true,  true,  NICE,     nice",
    "NICE,     true,  false, NORMAL,   nice",
    "NORMAL,   true,  true,  NORMAL,   ''",
  })
  void shouldTakeWhatIsGrantedOfWhatIsWished(
      VrrpPriority wish, boolean realtime, boolean nice, VrrpPriority granted, String asks) {
    VrrpThreadPriority priority =
        new VrrpThreadPriority(wish, ask("realtime", realtime), ask("nice", nice));

    priority.apply();

    assertThat(priority.granted()).isEqualTo(granted);
    assertThat(String.join(" ", asked)).isEqualTo(asks);
  }
}
