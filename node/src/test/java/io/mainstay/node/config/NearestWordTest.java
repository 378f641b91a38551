package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

  @ParameterizedTest
  @CsvSource({"kitten,sitting,3", "vrid,vrid,0", "'',abc,3", "abc,'',3", "ab,ba,2"})
  void shouldCountEdits(String a, String b, int edits) {
    assertThat(NearestWord.edits(a, b)).isEqualTo(edits);
  }

  @Test
  void shouldFindTheWordThatWasMeant() {
    List<String> words = List.of("priority", "preempt", "vrid");

    assertThat(NearestWord.to("priorty", words)).contains("priority");
    assertThat(NearestWord.to("vird", words)).contains("vrid");
  }

  @Test
  void shouldPreferAWordThatBeginsWithWhatIsWritten() {
    List<String> words = List.of("priority", "peer-priority", "preempt", "preempt-delay", "vrid");

    assertThat(NearestWord.to("prio", words)).contains("priority");
    assertThat(NearestWord.to("preem", words)).contains("preempt");
    assertThat(NearestWord.to("pr", words)).as("too little to tell").isEmpty();
  }

  @Test
  void shouldFindNothingWhenNoWordIsNear() {
    assertThat(NearestWord.to("banana", List.of("priority", "vrid"))).isEmpty();
  }
}
