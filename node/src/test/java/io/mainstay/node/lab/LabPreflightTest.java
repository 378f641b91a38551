package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabPreflightTest {
  @Test
  void shouldSayWhatToDoOnAnotherSystem() {
    assertThatThrownBy(() -> LabPreflight.requireLinux("Mac OS X"))
        .hasMessage(
            "the lab is made of Linux namespaces and this is Mac OS X; run it on Linux, for instance in a virtual machine");
    assertThatCode(() -> LabPreflight.requireLinux("Linux")).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseARivalWithoutRoot() {
    assertThatThrownBy(() -> LabPreflight.checkRival(LabPreflight.Privilege.USER_NAMESPACE))
        .hasMessageContaining("--versus needs root");
  }
}
