package io.mainstay.node.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds out, before anything is built, whether this machine lets us build it. */
final class LabPreflight {
  /** How the lab may make namespaces. */
  enum Privilege {
    ROOT,
    USER_NAMESPACE
  }

  private static final Map<String, String> PACKAGES =
      Map.of(
          "unshare",
          "util-linux",
          "nsenter",
          "util-linux",
          "mount",
          "util-linux",
          "ip",
          "iproute2");

  private static final Map<String, String> RIVAL_PACKAGES =
      Map.of("keepalived", "keepalived", "haproxy", "haproxy", "killall", "psmisc");

  private LabPreflight() {}

  /**
   * Finds out whether what Mainstay shall be compared with is installed and can run.
   *
   * @throws LabException naming what is missing and the package that has it
   */
  static void checkRival(Privilege privilege) {
    if (privilege == Privilege.USER_NAMESPACE) {
      throw new LabException(
          "--versus needs root: keepalived cannot run its check script in a user namespace");
    }
    RIVAL_PACKAGES.forEach(LabPreflight::requireCommand);
  }

  /**
   * @return how to make namespaces here
   * @throws LabException naming what is missing and how to get it
   */
  static Privilege check() {
    requireLinux(System.getProperty("os.name"));
    PACKAGES.forEach(LabPreflight::requireCommand);
    Privilege privilege = isRoot() ? Privilege.ROOT : Privilege.USER_NAMESPACE;
    requireNamespaces(privilege);
    requireProc(privilege);
    requireNetwork(privilege);
    return privilege;
  }

  static void requireLinux(String osName) {
    if (!osName.toLowerCase(Locale.ROOT).startsWith("linux")) {
      throw new LabException(
          "the lab is made of Linux namespaces and this is "
              + osName
              + "; run it on Linux, for instance in a virtual machine");
    }
  }

  private static void requireCommand(String command, String packageName) {
    if (!Shell.attempt(List.of("sh", "-c", "command -v \"$1\"", "sh", command)).succeeded()) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "the lab needs the command `%s`; install the package %s",
              command,
              packageName));
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      throw new LabException("cannot find out who runs this: " + e, e);
    }
  }

  private static void requireNamespaces(Privilege privilege) {
    Shell.Outcome outcome = inside(privilege, List.of(), "true");
    if (!outcome.succeeded()) {
      throw new LabException(
          privilege == Privilege.ROOT
              ? String.format(
                  Locale.ROOT,
                  "root may not make namespaces here (%s); in a container, start it with --privileged",
                  Shell.oneLine(outcome.output()))
              : String.format(
                  Locale.ROOT,
                  "this user may not make namespaces (%s); run as root, or allow unprivileged user namespaces (%s)",
                  Shell.oneLine(outcome.output()),
                  userNamespaceCure()));
    }
  }

  /** Distributions shut the door in different places; name the one that is shut. */
  private static String userNamespaceCure() {
    List<String> cures = new ArrayList<>();
    if (kernelSetting("kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
      cures.add("sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }
    if (kernelSetting("kernel/unprivileged_userns_clone").equals("0")) {
      cures.add("sysctl -w kernel.unprivileged_userns_clone=1");
    }
    if (kernelSetting("user/max_user_namespaces").equals("0")) {
      cures.add("sysctl -w user.max_user_namespaces=10000");
    }
    return cures.isEmpty()
        ? "a container's seccomp profile may forbid them"
        : String.join("; ", cures);
  }

  private static String kernelSetting(String name) {
    try {
      return Files.readString(Path.of("/proc/sys", name)).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static void requireProc(Privilege privilege) {
    Shell.Outcome outcome = inside(privilege, List.of("--mount-proc"), "true");
    if (!outcome.succeeded()) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "mounting /proc in a namespace is refused (%s); in a container, start it with --privileged or --security-opt systempaths=unconfined",
              Shell.oneLine(outcome.output())));
    }
  }

  private static void requireNetwork(Privilege privilege) {
    Shell.Outcome outcome =
        inside(
            privilege,
            List.of("--mount-proc"),
            "ip link add lab0 type bridge && ip link add lab1 type veth peer name lab2 && mount -t tmpfs lab /run");
    if (!outcome.succeeded()) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "the kernel refuses a bridge, a veth pair or a tmpfs (%s); load them with: modprobe -a bridge veth",
              Shell.oneLine(outcome.output())));
    }
  }

  private static Shell.Outcome inside(Privilege privilege, List<String> more, String script) {
    List<String> command = new ArrayList<>(LabEnclosure.unshare(privilege));
    command.addAll(more);
    command.addAll(List.of("sh", "-c", script));
    return Shell.attempt(command);
  }
}
