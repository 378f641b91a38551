package io.mainstay.benchmarks.compare.load;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that can also turn without a pause and look at the clock every time: a timer comes
 * late, and a task that submits itself again keeps the loop from its channels.
 */
final class LoadLoop extends SingleThreadIoEventLoop {
  private @Nullable Runnable everyTurn;

  LoadLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory ioHandlers) {
    super(group, executor, ioHandlers);
  }

  /** Runs this after every look at the channels and waits for none; null stops that. */
  void everyTurn(@Nullable Runnable work) {
    everyTurn = work;
  }

  @Override
  protected int runIo() {
    int handled = super.runIo();
    Runnable work = everyTurn;
    if (work != null) {
      work.run();
    }
    return handled;
  }

  /** With a task at hand the loop does not wait for its channels. */
  @Override
  protected boolean hasTasks() {
    return everyTurn != null || super.hasTasks();
  }
}
