package io.mainstay.vip.tck;

import io.mainstay.vip.VirtualAddress;

/** A world that can fall silent, lose an answer, and in which others take addresses. */
public interface RemoteMoverWorld extends MoverWorld {

  /**
   * From now on nothing that a mover asks is answered; whether it is carried out is left open.
   * Connections that are refused would be an answer.
   */
  void hang() throws Exception;

  /** Ends {@link #hang}; called only after it. */
  void resume() throws Exception;

  /**
   * The next change that a mover asks for is carried out, and its answer lost: a connection reset,
   * a command that is killed when its work is done.
   */
  void loseNextAnswer() throws Exception;

  /** Another node takes the address, from this host when it is here. */
  void giveAway(VirtualAddress address) throws Exception;

  /** Whether another node has the address. */
  boolean anotherHas(VirtualAddress address) throws Exception;
}
