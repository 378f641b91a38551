package io.mainstay.node.foreign;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a tree in HOCON, in the order of the files it comes from, and says where each value does.
 */
public final class CommentedHocon {
  private static final int COMMENT_COLUMN = 52;

  private final StringBuilder text = new StringBuilder();
  private String depth = "";

  private CommentedHocon() {}

  /** The text of the whole tree. */
  public static String of(ConfigObject tree) {
    CommentedHocon writer = new CommentedHocon();
    writer.entries(tree);
    return writer.text.toString();
  }

  private void entries(ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : inFileOrder(object)) {
      String key = key(entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner) {
        line(key + " {", "");
        deeper(() -> entries(inner));
        line("}", "");
      } else if (entry.getValue() instanceof ConfigList list && needsLines(list)) {
        line(key + " = [", "");
        deeper(() -> list.forEach(this::entry));
        line("]", "");
      } else {
        line(key + " = " + value(entry.getValue()), place(entry.getValue()));
      }
    }
  }

  private void entry(ConfigValue each) {
    if (each instanceof ConfigObject inner) {
      line("{", "");
      deeper(() -> entries(inner));
      line("}", "");
    } else {
      line(value(each), place(each));
    }
  }

  private void deeper(Runnable writing) {
    String before = depth;
    depth = before + "  ";
    writing.run();
    depth = before;
  }

  private void line(String content, String comment) {
    String line = depth + content;
    text.append(line);
    if (!comment.isEmpty()) {
      text.append(" ".repeat(Math.max(2, COMMENT_COLUMN - line.length()))).append("# ");
      text.append(comment);
    }
    text.append('\n');
  }

  private static boolean needsLines(ConfigList list) {
    return list.stream().anyMatch(ConfigObject.class::isInstance)
        || list.stream().map(CommentedHocon::place).distinct().count() > 1;
  }

  private static String place(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    if (origin.lineNumber() <= 0) {
      return "";
    }
    String file = origin.description().replaceFirst(": [0-9]+(-[0-9]+)?$", "");
    return file.substring(file.lastIndexOf('/') + 1) + ":" + origin.lineNumber();
  }

  private static String value(ConfigValue value) {
    if (value instanceof ConfigList list) {
      return list.isEmpty()
          ? "[]"
          : list.stream().map(CommentedHocon::value).collect(Collectors.joining(", ", "[ ", " ]"));
    }
    return value.render(ConfigRenderOptions.concise());
  }

  private static String key(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? name : ConfigUtil.quoteString(name);
  }

  private static List<Map.Entry<String, ConfigValue>> inFileOrder(ConfigObject object) {
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(object.entrySet());
    entries.sort(
        Comparator.comparingInt(
                (Map.Entry<String, ConfigValue> entry) -> entry.getValue().origin().lineNumber())
            .thenComparing(Map.Entry::getKey));
    return entries;
  }
}
