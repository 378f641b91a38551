package io.mainstay.node.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EventStreamTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  private static EventStreamWriter start(EventStream.Target target, Set<EventKind> kinds) {
    return EventStreamWriter.start(new EventStream("log", target, EventFilter.of(kinds)));
  }

  private static EventStreamWriter start(EventStream.Target target) {
    return start(target, EnumSet.allOf(EventKind.class));
  }

  private static void end(EventStreamWriter writer) throws InterruptedException {
    writer.stop();
    writer.close(LONG);
  }

  @Test
  void shouldWriteOneDocumentedLineForEachEventOfTheKindsThatAreWanted() throws Exception {
    Path file = folder.resolve("events");
    EventStreamWriter writer =
        start(new EventStream.AppendedFile(file), EnumSet.of(EventKind.VRRP));

    writer.onEvent(Events.vrrp("MASTER", 100));
    writer.onEvent(Events.server("not wanted"));
    end(writer);

    assertThat(file)
        .hasContent(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"node\":\"a\",\"kind\":\"vrrp\",\"subject\":\"vip\","
                + "\"from\":\"X\",\"to\":\"MASTER\",\"reason\":\"why\",\"priority\":100}");
  }

  @Test
  void shouldBeginANewFileWhenTheOldOneWasMovedAway() throws Exception {
    Path file = folder.resolve("events");
    EventStreamWriter writer = start(new EventStream.AppendedFile(file));
    writer.onEvent(Events.server("one"));
    Events.await(() -> Events.only(writer).delivered() == 1);

    Files.move(file, folder.resolve("events.1"));
    writer.onEvent(Events.server("two"));
    end(writer);

    assertThat(Files.readString(folder.resolve("events.1"))).contains("one");
    assertThat(Files.readString(file)).contains("two").doesNotContain("one");
  }

  @Test
  void shouldKeepEveryLineWithinWhatAPipeTakesWhole() throws Exception {
    byte[] line = NodeEventJson.line(Events.server("\u0001".repeat(5000)));

    assertThat(line.length).isLessThanOrEqualTo(NodeEventJson.MAX_LINE_BYTES);
    assertThat(new ObjectMapper().readTree(line).get("reason").asText()).endsWith("…");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldDropAndCountWhatNobodyReadsFromAFifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    EventStreamWriter writer = start(new EventStream.Fifo(fifo));

    writer.onEvent(Events.server("unread"));
    Events.await(() -> Events.only(writer).dropped() == 1);
    assertThat(Events.only(writer).problem()).isEqualTo("nobody reads " + fifo);

    Process reader = new ProcessBuilder("cat", fifo.toString()).start();
    BufferedReader lines = reader.inputReader(StandardCharsets.UTF_8);
    Events.await(
        () -> {
          writer.onEvent(Events.server("read"));
          return Events.only(writer).delivered() > 0;
        });
    assertThat(lines.readLine()).contains("read").doesNotContain("unread");
    reader.destroyForcibly().waitFor();

    long before = Events.only(writer).dropped();
    writer.onEvent(Events.server("late"));
    Events.await(() -> Events.only(writer).dropped() > before);
    end(writer);
  }
}
