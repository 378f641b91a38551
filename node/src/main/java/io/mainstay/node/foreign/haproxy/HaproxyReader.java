package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.ConfigSource;
import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import io.mainstay.node.foreign.SourceText;
import io.mainstay.node.foreign.Tree;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads files in HAProxy's language, as {@code haproxy -f FILE -f FILE} would. */
public final class HaproxyReader {
  private final Map<String, String> environment;

  /**
   * A reader.
   *
   * @param environment what {@code "$NAME"} stands for
   */
  public HaproxyReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What the files say together, with everything that is wrong with them. */
  public ConfigSource read(List<Path> files) {
    Findings findings = new Findings();
    HaproxyLines lines = new HaproxyLines(environment, findings);
    HaproxySections sections = new HaproxySections(findings);
    for (Path file : files) {
      SourceText.read(file, findings).ifPresent(text -> sections.read(lines.read(file, text)));
    }
    SourceLine start = new SourceLine(String.valueOf(files.get(0)), 1, List.of());
    Tree root = new Tree(start);
    translate(sections.sections(), root.child("mainstay", start), findings);
    if (sections.sections().stream().noneMatch(HaproxySection::isFrontend)) {
      findings.problem(
          new ConfigProblem(start.file(), "there is nothing to do: no frontend and no listen"));
    }
    return new ConfigSource(start.file(), root.build(), findings.inFileOrder());
  }

  private static void translate(List<HaproxySection> sections, Tree mainstay, Findings findings) {
    Map<String, HaproxySection> backends = new HashMap<>();
    sections.stream()
        .filter(HaproxySection::isBackend)
        .forEach(section -> backends.putIfAbsent(section.name(), section));
    TlsDefaults tls = TlsDefaults.of(sections, findings);
    GlobalTranslation global = new GlobalTranslation(mainstay, findings);
    FrontendTranslation frontends = new FrontendTranslation(mainstay, findings, backends, tls);
    StatsTranslation stats = new StatsTranslation(mainstay, findings, tls);
    LogTranslation log = new LogTranslation(mainstay, findings, sections);
    BackendTranslation translatedBackends = new BackendTranslation(mainstay, findings, tls, log);
    for (HaproxySection section : sections) {
      if (section.kind().equals("global")) {
        global.translate(section);
      } else if (!section.has("disabled")) {
        if (StatsTranslation.isListener(section)) {
          stats.translate(section);
        } else {
          stats.tellLeftOut(section);
          if (section.isFrontend()) {
            frontends
                .translate(section)
                .ifPresent(translated -> log.translate(section, translated));
          }
        }
      }
    }
    for (HaproxySection section : sections) {
      if (section.isBackend() && !section.has("disabled")) {
        translatedBackends.translate(section, frontends.clientTimeout(section.name()));
      }
    }
  }
}
