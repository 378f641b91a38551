package io.mainstay.vrrp.packet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads the rows of a vector file: columns between bars, lines with # are prose. */
public final class Vectors {

  private Vectors() {}

  public static List<List<String>> rows(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      String text =
          new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      List<List<String>> rows = new ArrayList<>();
      for (String line : text.split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
        }
      }
      return rows;
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }
}
