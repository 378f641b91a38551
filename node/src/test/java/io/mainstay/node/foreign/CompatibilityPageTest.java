package io.mainstay.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/compatibility.md against the tables. {@code -Dmainstay.write=true} writes it anew. */
class CompatibilityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
  private static final String BEGIN =
      "<!-- from the tables of keywords; CompatibilityPageTest writes it -->\n";

  @Test
  void shouldListEveryKeyword() throws Exception {
    String page = Files.readString(PAGE);
    String tables =
        "\n## HAProxy\n\n"
            + table(KeywordTable.HAPROXY)
            + "\n## keepalived\n\n"
            + table(KeywordTable.KEEPALIVED);
    String written = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + tables;
    if (Boolean.getBoolean("mainstay.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(page).isEqualTo(written);
  }

  private static String table(KeywordTable table) {
    StringBuilder text =
        new StringBuilder(
            "| in | keyword | honoured | meaning here, or instead |\n|---|---|---|---|\n");
    for (Keyword keyword : table.keywords()) {
      text.append("| ")
          .append(String.join(", ", keyword.sections().stream().sorted().toList()))
          .append(" | `")
          .append(keyword.usage())
          .append("` | ")
          .append(keyword.state().word())
          .append(" | ")
          .append(keyword.meaning())
          .append(" |\n");
    }
    return text.toString();
  }
}
