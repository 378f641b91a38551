package io.mainstay.vrrp.spi;

/**
 * Watches the host's interfaces. Called from the agent's thread only; {@link VrrpTransport#await}
 * of the same host returns when there is something to {@link #poll}.
 */
public interface InterfaceMonitor extends AutoCloseable {

  /** Takes the interfaces that changed. */
  @FunctionalInterface
  interface Handler {
    void onInterface(InterfaceState state);
  }

  /** Asks the kernel now. An interface that does not exist gives {@link InterfaceState#missing}. */
  InterfaceState query(String interfaceName);

  /**
   * Hands over each interface whose existence, link state or addresses changed since the last call,
   * with its state now, without waiting. After lost events every watched interface is handed over.
   *
   * @return how many were handed over
   */
  int poll(Handler handler);

  @Override
  void close();
}
