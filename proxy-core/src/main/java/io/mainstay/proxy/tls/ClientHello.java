package io.mainstay.proxy.tls;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the name that a client asks for out of the first bytes that it sends: a ClientHello (RFC
 * 8446 section 4.1.2) in one or several records. Pure; what is not well formed is refused, and
 * nothing longer than {@link #MOST_BYTES} is looked at.
 */
public final class ClientHello {
  /** The most bytes that a ClientHello may take, its records' heads included. */
  public static final int MOST_BYTES = 16 * 1024;

  private static final int MOST_RECORDS = 16;
  private static final int RECORD_HEAD = 5;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int MESSAGE_HEAD = 4;
  private static final int VERSION_AND_RANDOM = 2 + 32;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int MOST_NAME = 255;

  /** What the bytes are. */
  public enum Verdict {
    /** They may become one. */
    INCOMPLETE,
    /** They are one, whole. */
    COMPLETE,
    /** They are none, or not a well formed one. */
    REFUSED
  }

  private final byte[] message = new byte[MOST_BYTES];
  private int length;
  private String name = "";

  /** The name asked for, in lower case; empty for none. After {@link Verdict#COMPLETE}. */
  public String name() {
    return name;
  }

  /** Looks at all that a client has sent so far: {@code bytes} up to {@code count}. */
  public Verdict read(byte[] bytes, int count) {
    length = 0;
    name = "";
    int position = 0;
    for (int records = 0; records < MOST_RECORDS; records++) {
      if (count - position < RECORD_HEAD) {
        return plausible(bytes, position, count) ? shortOf(count) : Verdict.REFUSED;
      }
      int size = u16(bytes, position + 3);
      if (!plausible(bytes, position, count) || size == 0 || size > MOST_BYTES) {
        return Verdict.REFUSED;
      }
      int here = Math.min(size, count - position - RECORD_HEAD);
      if (length + here > MOST_BYTES) {
        return Verdict.REFUSED;
      }
      System.arraycopy(bytes, position + RECORD_HEAD, message, length, here);
      length += here;
      position += RECORD_HEAD + size;
      Verdict verdict = judge();
      if (verdict != Verdict.INCOMPLETE) {
        return verdict;
      }
      if (here < size) {
        return shortOf(count);
      }
    }
    return Verdict.REFUSED;
  }

  private static Verdict shortOf(int count) {
    return count >= MOST_BYTES ? Verdict.REFUSED : Verdict.INCOMPLETE;
  }

  private static boolean plausible(byte[] bytes, int position, int count) {
    return (count <= position || bytes[position] == HANDSHAKE)
        && (count <= position + 1 || bytes[position + 1] == 3);
  }

  private Verdict judge() {
    if (length > 0 && message[0] != CLIENT_HELLO) {
      return Verdict.REFUSED;
    }
    if (length < MESSAGE_HEAD) {
      return Verdict.INCOMPLETE;
    }
    int end = MESSAGE_HEAD + ((message[1] & 0xff) << 16 | u16(message, 2));
    if (end > MOST_BYTES) {
      return Verdict.REFUSED;
    }
    if (length < end) {
      return Verdict.INCOMPLETE;
    }
    return length == end && parse(end) ? Verdict.COMPLETE : Verdict.REFUSED;
  }

  private boolean parse(int end) {
    int position = MESSAGE_HEAD + VERSION_AND_RANDOM;
    position = behind(position, 1, end); // legacy_session_id
    position = behind(position, 2, end); // cipher_suites
    position = behind(position, 1, end); // legacy_compression_methods
    if (position == end) {
      return true; // TLS 1.2 without extensions
    }
    if (position < 0 || behind(position, 2, end) != end) {
      return false;
    }
    return extensions(position + 2, end);
  }

  private boolean extensions(int from, int end) {
    boolean named = false;
    int position = from;
    while (position < end) {
      if (end - position < 4) {
        return false;
      }
      int type = u16(message, position);
      int next = behind(position + 2, 2, end);
      if (next < 0) {
        return false;
      }
      if (type == SERVER_NAME) {
        if (named || !serverName(position + 4, next)) {
          return false;
        }
        named = true;
      }
      position = next;
    }
    return true;
  }

  /** RFC 6066 section 3: one list with at most one name of a kind. */
  private boolean serverName(int from, int end) {
    if (behind(from, 2, end) != end || end - from < 5) {
      return false;
    }
    int start = from + 5;
    if (message[from + 2] != HOST_NAME || behind(from + 3, 2, end) != end) {
      return false;
    }
    int size = end - start;
    if (size == 0 || size > MOST_NAME) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (message[i] <= ' ' || message[i] >= 0x7f) {
        return false;
      }
    }
    String text = new String(message, start, size, StandardCharsets.US_ASCII);
    name = text.toLowerCase(Locale.ROOT);
    return true;
  }

  /** Where a vector with so many bytes of length ends, or -1 when that is beyond {@code end}. */
  private int behind(int position, int lengthBytes, int end) {
    if (position < 0 || position + lengthBytes > end) {
      return -1;
    }
    int size = lengthBytes == 1 ? message[position] & 0xff : u16(message, position);
    int next = position + lengthBytes + size;
    return next > end ? -1 : next;
  }

  private static int u16(byte[] bytes, int position) {
    return (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
  }
}
