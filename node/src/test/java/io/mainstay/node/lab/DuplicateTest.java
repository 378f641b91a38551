package io.mainstay.node.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A third host has the virtual addresses already. */
@Tag("root")
class DuplicateTest {
  @BeforeEach
  void needRoot() throws IOException {
    Enclosed.assumeRoot();
    Enclosed.assumeInstalled("curl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "fault"})
  void shouldNameTheHostThatHasTheAddresses(String when) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(when));
    arguments.addAll(NodeCommand.words());
    Enclosed.run(DuplicateInside.class, arguments).assertSucceeded();
  }
}
