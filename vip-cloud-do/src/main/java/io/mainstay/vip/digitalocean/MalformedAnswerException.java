package io.mainstay.vip.digitalocean;

/** An answer that is not what the API documents. */
final class MalformedAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedAnswerException(String message) {
    super(message);
  }
}
