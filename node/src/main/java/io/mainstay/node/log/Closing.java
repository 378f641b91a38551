package io.mainstay.node.log;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what is given up anyway. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  static void quietly(@Nullable Closeable what) {
    if (what != null) {
      try {
        what.close();
      } catch (IOException e) {
        LOG.debug("closing {}", what, e);
      }
    }
  }
}
