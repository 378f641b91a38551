package io.mainstay.node.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.notice.SyncGroupStates.Change;
import org.junit.jupiter.api.Test;

class SyncGroupStatesTest {
  @Test
  void shouldChangeWhenAllMembersAgreeOrTheFirstIsInFault() {
    SyncGroupStates states = new SyncGroupStates();
    states.add("g", "in");
    states.add("g", "out");

    assertThat(states.onTransition("g", "in", "BACKUP")).isEmpty();
    assertThat(states.onTransition("g", "out", "BACKUP")).contains(new Change("INIT", "BACKUP"));
    assertThat(states.onTransition("g", "in", "MASTER")).isEmpty();
    assertThat(states.onTransition("g", "out", "MASTER")).contains(new Change("BACKUP", "MASTER"));
    assertThat(states.onTransition("g", "in", "FAULT")).contains(new Change("MASTER", "FAULT"));
    assertThat(states.onTransition("g", "out", "FAULT")).isEmpty();
    assertThat(states.onTransition("g", "in", "BACKUP")).isEmpty();
    assertThat(states.onTransition("g", "out", "BACKUP")).contains(new Change("FAULT", "BACKUP"));
  }
}
