package io.mainstay.node.peer;

/**
 * Hears what the link learns. All calls come from the link's own thread, one at a time; they must
 * not block. What they throw is logged and changes nothing.
 */
public interface PeerListener {
  /**
   * The peer's process is proved dead: its connections ended without a goodbye and its host refuses
   * new ones, or a new process answers in its place. All virtual routers that it was MASTER of have
   * none now. Follows {@link #down}.
   *
   * @param reason the proof, in words
   */
  void peerDied(Peer peer, String reason);

  /** The peer gives up the virtual router now, on purpose; this node may take over at once. */
  void peerResigned(Peer peer, String router);

  /** Something an operator should mend; one whole line, told once until it changes. */
  void warning(String line);

  /** An authenticated session stands. */
  void up(Peer peer);

  /** No session stands any more. By itself this means nothing for the election. */
  void down(Peer peer, String reason);
}
