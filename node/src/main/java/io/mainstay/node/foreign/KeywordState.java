package io.mainstay.node.foreign;

/** What becomes of a keyword. */
public enum KeywordState {
  /** It does here what it does there. */
  HONOURED("yes"),
  /** It is left out with a warning: clients get the same answers without it. */
  HARMLESS("warns"),
  /** It is an error: without it clients would get something else. */
  UNSUPPORTED("no");

  private final String word;

  KeywordState(String word) {
    this.word = word;
  }

  /** How the table calls it. */
  public String word() {
    return word;
  }

  static KeywordState of(String word) {
    for (KeywordState state : values()) {
      if (state.word.equals(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a keyword: '" + word + "'");
  }
}
