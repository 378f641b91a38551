package io.mainstay.benchmarks.compare.load;

import io.netty.buffer.ByteBuf;

/** Tells where one connection's messages end, and whether they are what they should be. */
interface Incoming {
  /** What came of the bytes that were there. */
  enum Step {
    /** All bytes are taken and the message goes on. */
    MORE,
    /** A message ended; bytes behind it are still in the buffer. */
    WHOLE,
    /** Not what was expected. */
    WRONG
  }

  /** Takes bytes up to the end of the message that runs. */
  Step take(ByteBuf bytes);

  /** Whether no message has begun. */
  boolean atStart();

  /** Why the last step was WRONG. */
  String complaint();

  /** What a client gets from a proxy. */
  static Incoming answers(Dialogue dialogue, HeadLength learned) {
    return dialogue.form() == Dialogue.Form.HTTP
        ? new HttpIncoming(dialogue.answer(), dialogue.answerBodyBytes(), learned)
        : new BytesIncoming(dialogue.answer());
  }

  /** What a server gets from a proxy. */
  static Incoming requests(Dialogue dialogue, HeadLength learned) {
    return dialogue.form() == Dialogue.Form.HTTP
        ? new HttpIncoming(dialogue.request(), dialogue.requestBodyBytes(), learned)
        : new BytesIncoming(dialogue.request());
  }
}
