package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberInFileTest {

  @ParameterizedTest
  @CsvSource({
    "'5\n', 5, 5",
    "'  -20 because of works', -20, -20",
    "+7, +7, 7",
    "0, 0, 0",
    "'1\n2', 1, 1",
  })
  void shouldReadTheFirstWord(String content, String text, long value) {
    assertThat(NumberInFile.parse(content)).isEqualTo(new NumberInFile(text, value));
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "ten,ten",
    "1.5,1.5",
    "0x10,0x10",
    "99999999999999999999,99999999999999999999"
  })
  void shouldSayWhatIsNoNumber(String content, String text) {
    assertThat(NumberInFile.parse(content)).isEqualTo(new NumberInFile(text, NumberInFile.NONE));
  }
}
