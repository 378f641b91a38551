package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One script, told of the same life by keepalived and by Mainstay. */
@Tag("root")
class NotifyTest {
  @BeforeEach
  void needRootAndKeepalived() throws Exception {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("keepalived");
  }

  @Test
  void shouldCallTheScriptAsKeepalivedDoes() throws Exception {
    List<String> keepalived = calls("KEEPALIVED");
    assertThat(calls("MAINSTAY")).isEqualTo(keepalived);
    assertThat(keepalived)
        .containsExactly(
            "INSTANCE vip BACKUP 100",
            "INSTANCE vip MASTER 100",
            "INSTANCE vip BACKUP 100",
            "INSTANCE vip MASTER 100",
            "INSTANCE vip FAULT 100",
            "INSTANCE vip BACKUP 100",
            "INSTANCE vip MASTER 100",
            "INSTANCE vip STOP 100");
  }

  private static List<String> calls(String product) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(product));
    arguments.addAll(NodeCommand.words());
    Enclosed life = Enclosed.run(NotifyInside.class, arguments);
    life.assertSucceeded();
    return life.stdout().lines().toList();
  }
}
