package io.mainstay.node.status;

/**
 * Writes HTML. Whatever is text gets escaped here and nowhere else; tags and classes are the
 * program's own. One thread.
 */
final class Html {
  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");

  /** Begins an element; {@code css} is its class, or empty. */
  Html open(String tag, String css) {
    out.append('<').append(tag);
    attribute("class", css);
    out.append('>');
    return this;
  }

  /** Begins an element with another attribute. */
  Html open(String tag, String css, String attribute, String value) {
    out.append('<').append(tag);
    attribute("class", css);
    attribute(attribute, value);
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  Html element(String tag, String css, String text) {
    return open(tag, css).text(text).close(tag);
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /** What is HTML already: the program's own style. */
  Html raw(String html) {
    out.append(html);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void attribute(String name, String value) {
    if (!value.isEmpty()) {
      out.append(' ').append(name).append("=\"");
      escape(value);
      out.append('"');
    }
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c == '\n' || c == '\t' || !Character.isISOControl(c) ? c : '\uFFFD');
      }
    }
  }
}
