package io.mainstay.node.log;

import java.io.IOException;

/** Where lines are written. For one thread, which may wait in here. */
interface LogTarget extends AutoCloseable {
  /**
   * Writes what is left of the batch, and tells it how far it came; opens whatever it needs. What
   * is left when it throws may be written again later.
   */
  void write(LogBatch batch) throws IOException;

  @Override
  void close();
}
