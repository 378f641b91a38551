package io.mainstay.benchmarks;

import io.mainstay.proxy.http1.Http1HeadScanner;
import io.mainstay.proxy.http1.HttpLimits;
import io.mainstay.proxy.http1.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to read one request head strictly: a small one, and one as browsers send it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestHeadScanBenchmark {
  private static final byte[] SMALL = bytes("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
  private static final byte[] BROWSER =
      bytes(
          """
          GET /articles/2026/11/how-a-virtual-ip-moves?ref=front HTTP/1.1
          Host: www.example.com
          User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0
          Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
          Accept-Language: en-GB,en;q=0.5
          Accept-Encoding: gzip, deflate, br, zstd
          Referer: https://www.example.com/
          Connection: keep-alive
          Cookie: session=5f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e; theme=dark; consent=1
          Upgrade-Insecure-Requests: 1
          Sec-Fetch-Dest: document
          Sec-Fetch-Mode: navigate

          """
              .replace("\n", "\r\n"));

  private final Http1HeadScanner scanner = new Http1HeadScanner(HttpLimits.defaults());
  private final RequestHead head = new RequestHead();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Setup
  public void checkThatBothAreAccepted() {
    if (small() != SMALL.length || browser() != BROWSER.length) {
      throw new IllegalStateException("the benchmark does not measure what it says");
    }
  }

  @Benchmark
  public int small() {
    return scanner.scan(SMALL, 0, SMALL.length, head);
  }

  @Benchmark
  public int browser() {
    return scanner.scan(BROWSER, 0, BROWSER.length, head);
  }
}
