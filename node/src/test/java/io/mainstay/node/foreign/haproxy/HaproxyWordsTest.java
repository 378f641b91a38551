package io.mainstay.node.foreign.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HaproxyWordsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("WEB", "10.0.0.3", "LIST", "a b");

  private static List<String> words(String line) {
    return HaproxyWords.split(line, ENVIRONMENT).words();
  }

  @Test
  void shouldSplitAtBlanksAndEndAtAComment() {
    assertThat(words("\tbind  *:80 # all")).containsExactly("bind", "*:80");
    assertThat(words("  # nothing")).isEmpty();
  }

  @Test
  void shouldKeepWhatQuotesAndBackslashesKeep() {
    assertThat(words("a 'b # $WEB \\n' c")).containsExactly("a", "b # $WEB \\n", "c");
    assertThat(words("a \"b \\\" # c\" d")).containsExactly("a", "b \" # c", "d");
    assertThat(words("a\\ b c\\#d \\\\e f\\.g")).containsExactly("a b", "c#d", "\\e", "f\\.g");
    assertThat(words("x\\r\\n\\t\\x41")).containsExactly("x\r\n\tA");
    assertThat(words("a '' \"\"")).containsExactly("a", "", "");
  }

  @Test
  void shouldReplaceVariablesInDoubleQuotesOnly() {
    assertThat(words("$WEB \"$WEB:80\" \"${WEB}:81\""))
        .containsExactly("$WEB", "10.0.0.3:80", "10.0.0.3:81");
    assertThat(words("\"${NONE-8080}\" \"\\$WEB\"")).containsExactly("8080", "$WEB");
    assertThat(words("x \"${LIST[*]}\" y")).containsExactly("x", "a", "b", "y");
    assertThat(HaproxyWords.split("\"$NONE\"", ENVIRONMENT).unset()).containsExactly("NONE");
  }

  @Test
  void shouldTellOfWhatIsNotFinished() {
    assertThat(HaproxyWords.split("a \"b", ENVIRONMENT).mistake())
        .hasValueSatisfying(m -> assertThat(m).contains("is not closed"));
    assertThat(HaproxyWords.split("a 'b", ENVIRONMENT).mistake()).isPresent();
    assertThat(HaproxyWords.split("a \\", ENVIRONMENT).mistake()).isPresent();
    assertThat(HaproxyWords.split("a \\x4", ENVIRONMENT).mistake()).isPresent();
  }
}
