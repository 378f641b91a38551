package io.mainstay.vip.linux;

/** An event that any thread can signal and one thread polls for. */
final class Wakeup implements AutoCloseable {
  private final Descriptor event;

  /** Only ever read by the kernel, so all signalling threads share it. */
  private final NativeBuffer one = new NativeBuffer(8);

  private final NativeBuffer count = new NativeBuffer(8);
  private boolean closed;

  Wakeup() throws ErrnoException {
    event = Descriptor.event();
    one.bytes().putLong(0, 1);
  }

  int fd() {
    return event.fd();
  }

  /** Makes the event readable. Under a lock, lest it write into a file that took a closed fd. */
  synchronized void signal() {
    if (!closed) {
      Libc.write(event.fd(), one.address(), 8);
    }
  }

  /** Makes it unreadable again. */
  void clear() {
    Libc.read(event.fd(), count.address(), 8);
  }

  @Override
  public synchronized void close() {
    closed = true;
    event.close();
  }
}
