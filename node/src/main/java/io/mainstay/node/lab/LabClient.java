package io.mainstay.node.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Sends requests to the service address at a steady rate, each on a connection of its own, whether
 * or not earlier ones were answered: an outage costs as many failures as there were requests in it.
 */
final class LabClient implements AutoCloseable {
  static final int REQUESTS_PER_SECOND = 200;
  static final int CONNECT_LIMIT_MILLIS = 500;
  static final int READ_LIMIT_MILLIS = 1000;

  /** Room for every request of the longest time one can wait, twice over. */
  private static final int MAX_IN_FLIGHT =
      2 * REQUESTS_PER_SECOND * (CONNECT_LIMIT_MILLIS + READ_LIMIT_MILLIS) / 1000;

  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final InetSocketAddress target;
  private final byte[] request;
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(LabClient::thread);
  private final ThreadPoolExecutor senders =
      new ThreadPoolExecutor(
          8, MAX_IN_FLIGHT, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), LabClient::thread);
  private volatile RequestTally tally;
  private volatile RequestTally beforeFirstAnswer;

  private final LongConsumer onSuccess;

  /**
   * @param onSuccess hears when each success came, in {@code System.nanoTime()}, on the thread that
   *     sent it
   */
  LabClient(InetSocketAddress target, LongConsumer onSuccess) {
    this.target = target;
    this.onSuccess = onSuccess;
    this.beforeFirstAnswer = new RequestTally(System.nanoTime());
    this.tally = beforeFirstAnswer;
    this.request =
        ("GET / HTTP/1.1\r\nHost: "
                + target.getHostString()
                + "\r\nUser-Agent: mainstay-lab\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lab-client");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to send. */
  void start() {
    long periodNanos = TimeUnit.SECONDS.toNanos(1) / REQUESTS_PER_SECOND;
    Future<?> unused =
        pace.scheduleAtFixedRate(this::sendOne, 0, periodNanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Counts from the next answer on: until then nobody serves yet, and what fails tells nothing of
   * whoever will.
   */
  synchronized void awaitFirstAnswer() {
    beforeFirstAnswer = new RequestTally(System.nanoTime());
    tally = beforeFirstAnswer;
  }

  synchronized boolean awaitsFirstAnswer() {
    return tally == beforeFirstAnswer;
  }

  /** Where an answer counts to a request that was sent with this tally. */
  private synchronized RequestTally answered(RequestTally sentWith) {
    if (sentWith != beforeFirstAnswer) {
      return sentWith;
    }
    return awaitsFirstAnswer() ? beginTally() : tally;
  }

  /**
   * Begins a new tally and returns it; requests already on their way still count in the old one.
   */
  synchronized RequestTally beginTally() {
    RequestTally fresh = new RequestTally(System.nanoTime());
    tally = fresh;
    return fresh;
  }

  RequestTally tally() {
    return tally;
  }

  /** Sends no more. */
  @Override
  public void close() {
    pace.shutdownNow();
    senders.shutdownNow();
  }

  private void sendOne() {
    RequestTally mine = tally;
    try {
      senders.execute(() -> exchange(mine));
    } catch (RejectedExecutionException e) {
      mine.failure("too many requests in flight");
    }
  }

  private void exchange(RequestTally mine) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      socket.connect(target, CONNECT_LIMIT_MILLIS);
      socket.getOutputStream().write(request);
      LabAnswer answer = LabAnswer.parse(readAll(socket.getInputStream()));
      if (answer.isFailure()) {
        mine.failure(answer.reason());
      } else {
        long nowNanos = System.nanoTime();
        onSuccess.accept(nowNanos);
        answered(mine).success(answer.body().strip(), nowNanos);
      }
    } catch (IOException e) {
      mine.failure(reason(e));
    }
  }

  private static byte[] readAll(InputStream in) throws IOException {
    return in.readNBytes(MAX_ANSWER_BYTES);
  }

  /** Messages of the JDK differ with the moment of the fault; people want to count kinds. */
  private static String reason(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "Connect timed out".equals(e.getMessage()) ? "connect timed out" : "answer timed out";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    if (e instanceof NoRouteToHostException) {
      return "no route to host";
    }
    return "connection broke";
  }
}
