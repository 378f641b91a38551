package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswdEntryTest {

  @Test
  void shouldReadAUser() {
    assertThat(PasswdEntry.parse("nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin"))
        .contains(new PasswdEntry("nobody", 65_534, 65_533, "/nonexistent"));
  }

  @Test
  void shouldReadNothingFromOtherLines() {
    assertThat(PasswdEntry.parse("")).isEmpty();
    assertThat(PasswdEntry.parse("+::::::")).isEmpty();
    assertThat(PasswdEntry.parse("# a comment")).isEmpty();
  }

  @Test
  void shouldFindRootAndNoStranger() {
    assertThat(PasswdEntry.of("root").orElseThrow().isRoot()).isTrue();
    assertThat(PasswdEntry.of("no-such-user")).isEmpty();
  }
}
