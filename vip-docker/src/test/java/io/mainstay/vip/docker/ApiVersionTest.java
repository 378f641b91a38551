package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.core.RemoteApiVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {

  @ParameterizedTest
  @CsvSource({"1.24, 1.24", "1.41, 1.41", "1.51, 1.51", "1.52, 1.51", "2.0, 1.51"})
  void shouldSpeakTheNewestThatBothKnow(String offered, String agreed) throws Exception {
    assertThat(ApiVersion.agree(offered).getVersion()).isEqualTo(agreed);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "latest", "1", "1.4.1"})
  void shouldNameNoVersionWhereNoneIsOffered(@Nullable String offered) throws Exception {
    assertThat(ApiVersion.agree(offered)).isSameAs(RemoteApiVersion.UNKNOWN_VERSION);
  }

  @Test
  void shouldRefuseAnEngineThatIsTooOld() {
    assertThatThrownBy(() -> ApiVersion.agree("1.23"))
        .hasMessageContaining("1.23")
        .hasMessageContaining("upgrade it");
  }
}
