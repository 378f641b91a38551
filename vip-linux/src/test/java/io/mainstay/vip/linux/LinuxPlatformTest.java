package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxPlatformTest {
  @ParameterizedTest
  @CsvSource({"Linux,amd64", "Linux,aarch64"})
  void shouldServeWhatItKnows(String system, String architecture) {
    assertThat(LinuxPlatform.obstacle(system, architecture)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Mac OS X,aarch64,need Linux; this is Mac OS X",
    "Linux,ppc64le,need x86-64 or arm64; this is ppc64le",
    "Linux,i386,need x86-64 or arm64; this is i386",
  })
  void shouldNameWhatItDoesNotServe(String system, String architecture, String reason) {
    assertThat(LinuxPlatform.obstacle(system, architecture)).endsWith(reason);
  }
}
