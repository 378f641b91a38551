package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the real kernel tells anyone, without a capability. */
@EnabledOnOs(OS.LINUX)
class KernelTest {
  @Test
  void shouldFindTheLoopbackInterfaceAndItsAddress() throws Exception {
    try (NetlinkClient netlink = NetlinkClient.open()) {
      LinkEntry loopback = Objects.requireNonNull(netlink.link("lo"));

      assertThat(loopback.mtuBytes()).isGreaterThan(1500);
      assertThat(netlink.link("no-such-device")).isNull();
      assertThat(netlink.addresses())
          .anyMatch(
              entry ->
                  entry.interfaceIndex() == loopback.index()
                      && entry.address().equals(InetAddress.getLoopbackAddress()));
    }
  }

  @Test
  void shouldEndAWaitWhenWokenFromAnotherThread() throws Exception {
    try (Wakeup wakeup = new Wakeup()) {
      PollSet files = new PollSet();
      int place = files.add(wakeup.fd());
      Thread waker = new Thread(wakeup::signal);

      long startNanos = System.nanoTime();
      waker.start();
      files.await(TimeUnit.SECONDS.toNanos(30));
      waker.join();

      assertThat(files.ready(place)).isTrue();
      assertThat(System.nanoTime() - startNanos).isLessThan(TimeUnit.SECONDS.toNanos(30));
      wakeup.clear();
      files.await(0);
      assertThat(files.ready(place)).isFalse();
    }
  }

  @Test
  @DisplayName("NL22 no file is inherited by a child process")
  void shouldCloseEveryFileOnExec() throws Exception {
    try (Descriptor socket = Descriptor.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0);
        Descriptor event = Descriptor.event();
        Descriptor file = Descriptor.file("/dev/null")) {
      for (Descriptor each : List.of(socket, event, file)) {
        String flags =
            Files.readAllLines(Path.of("/proc/self/fdinfo/" + each.fd())).stream()
                .filter(line -> line.startsWith("flags:"))
                .findFirst()
                .orElseThrow()
                .substring("flags:".length())
                .strip();
        assertThat(Integer.parseInt(flags, 8) & Libc.O_CLOEXEC).isEqualTo(Libc.O_CLOEXEC);
      }
    }
  }

  @Test
  void shouldIgnoreAWakeupAfterTheEnd() throws Exception {
    Wakeup wakeup = new Wakeup();
    wakeup.close();
    wakeup.signal();
    wakeup.close();
  }

  @Test
  void shouldKeepTheFilesThatWereThereBeforeItGrew() {
    PollSet files = new PollSet();
    for (int place = 0; place < 20; place++) {
      assertThat(files.add(-1)).isEqualTo(place);
    }
    files.await(0);
    assertThat(files.ready(0)).isFalse();
  }
}
