package io.mainstay.node.peer;

/** Why this side ends a session, as a sentence's second half. */
enum SessionRefusal {
  NOT_MAINSTAY("what answers there is not a Mainstay peer link, or uses TLS; check the address"),
  OTHER_PROTOCOL(
      "the peer speaks another version of the peer link; run the same release on both nodes"),
  WRONG_ROLE("its greeting is our own, reflected"),
  SAME_NODE("the address leads back to this node; remove it from the peers"),
  SAME_NAME("the peer has this node's name; give each node its own"),
  WRONG_KEY("wrong key: configure the same key on both nodes"),
  WRONG_CERTIFICATE("its certificate does not name the node that it says it is"),
  OVERSIZE("a message longer than allowed"),
  MALFORMED("a message that cannot be read"),
  UNEXPECTED("a message at the wrong moment"),
  TAMPERED("a message changed on the way"),
  OUT_OF_SEQUENCE("a message lost, repeated or moved on the way"),
  TOO_MANY_ROUTERS("more virtual routers than a link carries"),
  HANDSHAKE_TIMEOUT("it did not prove itself in time"),
  SILENT("nothing was heard from it; its process or the network is stalled");

  private final String sentence;

  SessionRefusal(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** Whether an operator must mend something, so that trying again soon is useless. */
  boolean isMisconfiguration() {
    return switch (this) {
      case NOT_MAINSTAY,
          OTHER_PROTOCOL,
          SAME_NODE,
          SAME_NAME,
          WRONG_KEY,
          WRONG_CERTIFICATE,
          TOO_MANY_ROUTERS ->
          true;
      case WRONG_ROLE,
          OVERSIZE,
          MALFORMED,
          UNEXPECTED,
          TAMPERED,
          OUT_OF_SEQUENCE,
          HANDSHAKE_TIMEOUT,
          SILENT ->
          false;
    };
  }
}
