package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Event;
import org.junit.jupiter.api.Test;

class LeavingContainersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LeavingContainers leaving = new LeavingContainers();

  private void on(String action, String signal) throws Exception {
    String json =
        """
        {"Type": "container", "Action": "ACTION",
         "Actor": {"ID": "0123", "Attributes": {"signal": "SIGNAL"}}}
        """
            .replace("ACTION", action)
            .replace("SIGNAL", signal);
    leaving.on(JSON.readValue(json, Event.class), 1_000);
  }

  private boolean isLeaving(long afterNanos) {
    return leaving.isLeaving("0123", 1_000 + afterNanos);
  }

  @Test
  void shouldLeaveWhenAskedToEndAndComeBackWhenStarted() throws Exception {
    assertThat(isLeaving(0)).isFalse();
    on("kill", "15");
    assertThat(isLeaving(0)).isTrue();
    on("start", "");
    assertThat(isLeaving(0)).isFalse();
  }

  @Test
  void shouldStayForOtherSignals() throws Exception {
    on("kill", "1");
    assertThat(isLeaving(0)).isFalse();
  }

  @Test
  void shouldStayWhenTheSignalIsIgnored() throws Exception {
    on("kill", "15");
    assertThat(isLeaving(LeavingContainers.LEAVING_NANOS - 1)).isTrue();
    assertThat(isLeaving(LeavingContainers.LEAVING_NANOS)).isFalse();
    assertThat(isLeaving(0)).isFalse();
  }

  @Test
  void shouldPutUpWithEventsOfNothing() throws Exception {
    leaving.on(JSON.readValue("{}", Event.class), 0);
    leaving.on(JSON.readValue("{\"Action\":\"kill\",\"Actor\":{\"ID\":\"1\"}}", Event.class), 0);
    assertThat(leaving.isLeaving("1", 0)).isFalse();
  }
}
