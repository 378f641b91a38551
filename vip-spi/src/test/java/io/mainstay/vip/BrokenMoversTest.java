package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.tck.RemoteMoverWorld;
import io.mainstay.vip.tck.RemoteVipMoverTck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit can fail: for each of its rules there is a mover that breaks it, and is found out. */
class BrokenMoversTest {
  private static final int RULES = 26;

  /** Makes the mover that the kit is run against. */
  private static volatile Function<LedgerWorld, VipMover> subject = LedgerMover::new;

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  /**
   * The world's. What is broken need not be waited for; what is not must not fail for a busy host.
   */
  private static volatile Duration deadline = LONG;

  /** The kit as an implementer has it. */
  static final class Kit extends RemoteVipMoverTck {
    @Override
    protected RemoteMoverWorld world() {
      return new LedgerWorld() {
        @Override
        public VipMover start() {
          return subject.apply(this);
        }

        @Override
        public Duration deadline() {
          return deadline;
        }
      };
    }
  }

  @AfterEach
  void endLeaks() {
    BrokenMovers.LEAKS.forEach(CountDownLatch::countDown);
    BrokenMovers.LEAKS.clear();
  }

  static Stream<Arguments> rules() {
    return BrokenMovers.byRule().entrySet().stream()
        .map(broken -> Arguments.of(broken.getKey(), broken.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void shouldFindOutAMoverThatBreaksARule(String rule, Function<LedgerWorld, VipMover> broken) {
    subject = broken;
    deadline = SHORT;
    Map<String, String> found = run(rule);
    assertThat(found).containsOnlyKeys(rule);
    assertThat(found.get(rule)).as("how %s failed", rule).startsWith("broken: ");
  }

  /** The same runs as above, against a mover that keeps all rules. */
  @Test
  void shouldPassAMoverThatKeepsThemAll() {
    subject = LedgerMover::new;
    deadline = LONG;
    List<String> kept = new ArrayList<>();
    for (String rule : BrokenMovers.byRule().keySet()) {
      assertThat(run(rule)).containsExactlyEntriesOf(Map.of(rule, "kept"));
      kept.add(rule);
    }
    assertThat(kept).hasSize(RULES);
  }

  /** Runs one rule; it is broken only by an assertion, not by an accident. */
  private static Map<String, String> run(String rule) {
    Map<String, String> found = new TreeMap<>();
    Launcher launcher = LauncherFactory.create();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Kit.class))
            .filters(
                (PostDiscoveryFilter)
                    test ->
                        FilterResult.includedIf(
                            !test.isTest() || test.getDisplayName().startsWith(rule)))
            .build();
    launcher.execute(
        request,
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
              found.put(test.getDisplayName().substring(0, rule.length()), text(result));
            }
          }
        });
    return found;
  }

  private static String text(TestExecutionResult result) {
    return result
        .getThrowable()
        .map(thrown -> thrown instanceof ExecutionException ? thrown.getCause() : thrown)
        .map(thrown -> (thrown instanceof AssertionError ? "broken: " : "failed: ") + thrown)
        .orElse("kept");
  }
}
