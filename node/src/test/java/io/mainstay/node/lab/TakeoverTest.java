package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TakeoverTest {
  private static final long START_NANOS = Long.MAX_VALUE - 1_000;

  private final Takeover takeover = new Takeover();

  @Test
  void shouldLastFromTheFaultToTheFirstSuccessAfterAnotherHostTookTheAddress() {
    takeover.success(at(0));
    takeover.fault("a", at(10));
    takeover.success(at(11));
    takeover.present("b");
    takeover.success(at(310));
    takeover.present("a");
    takeover.success(at(900));

    assertThat(takeover.millis()).isEqualTo(300);
  }

  @Test
  void shouldBeNoneWhenNobodyElseTookTheAddress() {
    takeover.fault("a", at(10));
    takeover.present("a");
    takeover.success(at(20));

    assertThat(takeover.millis()).isEqualTo(Takeover.NONE);
  }

  @Test
  void shouldBeNoneWhenNothingWasServedSince() {
    takeover.fault("a", at(10));
    takeover.present("b");

    assertThat(takeover.millis()).isEqualTo(Takeover.NONE);
  }

  @Test
  void shouldForgetTheLastScenario() {
    takeover.fault("a", at(10));
    takeover.present("b");
    takeover.success(at(20));

    takeover.reset();

    assertThat(takeover.millis()).isEqualTo(Takeover.NONE);
  }

  private static long at(long millis) {
    return START_NANOS + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
