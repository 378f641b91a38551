package io.mainstay.health.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit can fail: for each of its rules there is a check that breaks it, and is found out. */
class BrokenChecksTest {
  private static final int HEALTHY = 1;
  private static final int SILENT = 3;

  /** What leaked threads wait for. */
  private static final List<CountDownLatch> LEAKS = new ArrayList<>();

  /** The check that the kit is run against. */
  private static volatile Supplier<HealthCheck> subject = Sound::new;

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(40);

  /** What is broken need not be waited for; what is not must not fail for a busy host. */
  private static volatile Duration patience = LONG;

  /** A check that keeps every rule: the port says what the server is. */
  private static class Sound implements HealthCheck {
    @Override
    public CompletableFuture<CheckResult> probe(HealthTarget target, Duration timeout) {
      if (target.address().getPort() == SILENT) {
        return new CompletableFuture<CheckResult>()
            .completeOnTimeout(
                result(CheckCode.L7TOUT, "silent"), timeout.toNanos(), TimeUnit.NANOSECONDS);
      }
      return CompletableFuture.completedFuture(answer(target));
    }

    CheckResult answer(HealthTarget target) {
      return target.address().getPort() == HEALTHY
          ? result(CheckCode.L7OK, "fine")
          : result(CheckCode.L7STS, "says no");
    }
  }

  private static CheckResult result(CheckCode code, String description) {
    return CheckResult.of(code, description, 0);
  }

  /** A check whose answers at once are others. */
  private interface Answers {
    CheckResult instead(HealthTarget target, CheckResult sound);
  }

  private static HealthCheck answering(Answers answers) {
    return new Sound() {
      @Override
      CheckResult answer(HealthTarget target) {
        return answers.instead(target, super.answer(target));
      }
    };
  }

  private static void leakThread() {
    CountDownLatch end = new CountDownLatch(1);
    synchronized (LEAKS) {
      LEAKS.add(end);
    }
    Thread leaked =
        new Thread(
            () -> {
              while (end.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
              }
            },
            "leaked");
    leaked.setDaemon(true);
    leaked.start();
  }

  /** Each breaks the rule of its number. */
  private enum Broken {
    CK01 {
      @Override
      HealthCheck check() {
        return answering((target, sound) -> result(CheckCode.L7STS, "no"));
      }
    },
    CK02 {
      @Override
      HealthCheck check() {
        return answering(
            (target, sound) -> sound.passed() ? sound : result(CheckCode.UNK, "who knows"));
      }
    },
    CK03 {
      @Override
      HealthCheck check() {
        return answering((target, sound) -> result(sound.code(), "two\nlines"));
      }
    },
    CK04 {
      @Override
      HealthCheck check() {
        return new Sound() {
          @Override
          public CompletableFuture<CheckResult> probe(HealthTarget target, Duration timeout) {
            return CompletableFuture.completedFuture(
                super.probe(target, Duration.ofMillis(50)).join());
          }
        };
      }
    },
    CK05 {
      @Override
      HealthCheck check() {
        return new Sound() {
          @Override
          public CompletableFuture<CheckResult> probe(HealthTarget target, Duration timeout) {
            return super.probe(target, timeout)
                .thenApply(result -> result(CheckCode.L7OK, "no news is good news"));
          }
        };
      }
    },
    CK06 {
      @Override
      HealthCheck check() {
        Map<Character, CheckResult> answers = new ConcurrentHashMap<>();
        return answering(
            (target, sound) -> {
              char last = target.name().charAt(target.name().length() - 1);
              return answers.computeIfAbsent(last, each -> sound);
            });
      }
    },
    CK07 {
      @Override
      HealthCheck check() {
        return new Sound() {
          private volatile CompletableFuture<CheckResult> before =
              CompletableFuture.completedFuture(result(CheckCode.L7OK, ""));

          @Override
          public synchronized CompletableFuture<CheckResult> probe(
              HealthTarget target, Duration timeout) {
            CompletableFuture<CheckResult> probe = super.probe(target, timeout);
            before = before.thenCombine(probe, (earlier, own) -> own);
            return before;
          }
        };
      }
    },
    CK08 {
      @Override
      HealthCheck check() {
        return answering(
            (target, sound) -> {
              leakThread();
              return sound;
            });
      }
    },
    CK09 {
      @Override
      HealthCheck check() {
        return new Sound() {
          @Override
          public CompletableFuture<CheckResult> probe(HealthTarget target, Duration timeout) {
            for (int i = 0; i < 4 && target.address().getPort() == SILENT; i++) {
              leakThread();
            }
            return super.probe(target, timeout);
          }
        };
      }
    },
    CK10 {
      @Override
      HealthCheck check() {
        Map<String, CheckResult> answers = new ConcurrentHashMap<>();
        return answering((target, sound) -> answers.computeIfAbsent(target.name(), each -> sound));
      }
    },
    CK11 {
      @Override
      HealthCheck check() {
        return answering(
            (target, sound) -> {
              if (Thread.currentThread().getName().equals("mainstay-health")) {
                throw new IllegalStateException("not on this thread");
              }
              return sound;
            });
      }
    };

    abstract HealthCheck check();
  }

  /** The kit as an implementer has it. */
  static final class Kit extends HealthCheckTck {
    @Override
    protected Duration patience() {
      return patience;
    }

    @Override
    protected CheckWorld world() {
      return new CheckWorld() {
        @Override
        public HealthCheck check(CheckEnvironment environment) {
          return subject.get();
        }

        @Override
        public HealthTarget healthy() {
          return at(HEALTHY);
        }

        @Override
        public HealthTarget sick() {
          return at(2);
        }

        @Override
        public Optional<HealthTarget> silent() {
          return Optional.of(at(SILENT));
        }

        @Override
        public void end() {}
      };
    }

    private static HealthTarget at(int port) {
      return new HealthTarget(
          "app/web" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  @AfterEach
  void endLeaks() {
    synchronized (LEAKS) {
      LEAKS.forEach(CountDownLatch::countDown);
      LEAKS.clear();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindOutACheckThatBreaksARule(Broken broken) {
    HealthCheck check = broken.check();
    subject = () -> check;
    patience = SHORT;
    assertThat(broken(broken.name())).containsExactly(broken.name());
  }

  @Test
  void shouldPassACheckThatKeepsThemAll() {
    subject = Sound::new;
    patience = LONG;
    assertThat(broken("CK")).isEmpty();
  }

  /** Runs the rules whose numbers begin so, and says which of them the check breaks. */
  private static List<String> broken(String rules) {
    List<String> broken = new ArrayList<>();
    AtomicInteger run = new AtomicInteger();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Kit.class))
            .filters(
                (PostDiscoveryFilter)
                    test ->
                        FilterResult.includedIf(
                            !test.isTest() || test.getDisplayName().startsWith(rules)))
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                  run.incrementAndGet();
                  if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    broken.add(test.getDisplayName().substring(0, "CK00".length()));
                  }
                }
              }
            });
    assertThat(run.get()).isEqualTo(rules.equals("CK") ? Broken.values().length : 1);
    return broken;
  }
}
