package io.mainstay.node.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes connections on to a target, until the test cuts, swallows or holds them. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile boolean holds;
  private volatile boolean swallows;

  Relay(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket();
    listener.bind(Ports.free());
    background(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Ends all connections at both ends; new ones are passed on as before. */
  void cut() {
    sockets.forEach(Relay::reset);
  }

  /** From now on what comes goes nowhere, and nothing ends: a cut cable. */
  void swallow() {
    swallows = true;
  }

  /** From now on who dials gets an answer, but what it says to that waits for the release. */
  void hold() {
    holds = true;
  }

  /** Waits until something is held. */
  void awaitHeld() throws InterruptedException {
    if (!held.await(Heard.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("nothing came to be held");
    }
  }

  void release() {
    released.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        sockets.add(near);
        Socket far = new Socket();
        sockets.add(far);
        if (swallows) {
          continue;
        }
        try {
          far.connect(target);
        } catch (IOException e) {
          near.close();
          continue;
        }
        AtomicBoolean answered = new AtomicBoolean();
        background(() -> pass(near, far, () -> holdIf(answered.get())));
        background(() -> pass(far, near, () -> answered.set(true)));
      }
    } catch (IOException e) {
      swallows = true;
    }
  }

  private void holdIf(boolean answered) {
    if (holds && answered) {
      held.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void pass(Socket from, Socket to, Runnable before) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[4096];
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        before.run();
        if (!swallows) {
          out.write(bytes, 0, length);
        }
      }
    } catch (IOException e) {
      sockets.remove(from);
    }
    if (!swallows) {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It had ended before.
      return;
    }
  }

  private static void background(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
