package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.ProxyLimits;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private static final ProxyLimits LIMITS = ProxyLimits.defaults().withMaxConnections(20_000);

  @Test
  void shouldLeaveTheLimitsWhenThereAreFilesForAll() {
    assertThat(OpenFiles.bound(LIMITS, 1_048_576)).isSameAs(LIMITS);
  }

  @Test
  void shouldTakeTwoFilesForEachClientAndKeepSomeBack() {
    assertThat(OpenFiles.bound(LIMITS, 20_000).maxConnections()).isEqualTo(9872);
    assertThat(OpenFiles.bound(LIMITS, 1024).maxConnections()).isEqualTo(384);
  }

  @Test
  void shouldLeaveHalfWhenThereAreFewFiles() {
    assertThat(OpenFiles.bound(LIMITS, 200).maxConnections()).isEqualTo(50);
    assertThat(OpenFiles.bound(LIMITS, 1).maxConnections()).isEqualTo(1);
  }

  @Test
  void shouldLeaveTheLimitsWhenThereIsNoLimitOfFiles() {
    assertThat(OpenFiles.bound(LIMITS, Long.MAX_VALUE)).isSameAs(LIMITS);
  }
}
