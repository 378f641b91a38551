package io.mainstay.vrrp;

/** Is told of every change of state. */
@FunctionalInterface
public interface VrrpListener {

  /** Does nothing. */
  VrrpListener NONE = transition -> {};

  /**
   * Called on the agent's thread; it must not block, because the election waits meanwhile. {@link
   * VirtualRouter#snapshot} already shows the new state.
   */
  void onTransition(VrrpTransition transition);
}
