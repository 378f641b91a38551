package io.mainstay.proxy.netty;

import io.mainstay.proxy.OwnAnswer;
import io.mainstay.proxy.OwnAnswers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumMap;
import java.util.Map;

/** What clients get when the proxy itself answers. */
final class AnswerTable {
  private final Map<OwnResponse, OwnAnswer> answers = new EnumMap<>(OwnResponse.class);

  /**
   * A table.
   *
   * @param wanted what to say in place of the proxy's own words, the first that knows it
   */
  AnswerTable(OwnAnswers... wanted) {
    for (OwnResponse response : OwnResponse.values()) {
      OwnAnswer answer = response.answer();
      for (int i = wanted.length - 1; i >= 0; i--) {
        answer = wanted[i].byStatus().getOrDefault(response.status(), answer);
      }
      answers.put(response, answer);
    }
  }

  OwnAnswer of(OwnResponse response) {
    return answers.getOrDefault(response, response.answer());
  }

  /** As it goes out; empty when nothing is said. */
  static ByteBuf bytes(OwnAnswer answer, boolean closing, boolean withoutBody) {
    return withoutBody
        ? Unpooled.wrappedBuffer(answer.head(closing))
        : Unpooled.wrappedBuffer(answer.head(closing), answer.body());
  }
}
