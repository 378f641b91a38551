package io.mainstay.vip.linux;

/** A process that opens what VRRP needs, prints how that ended, and ends. */
final class VrrpIoOpener {
  private VrrpIoOpener() {}

  public static void main(String[] arguments) throws Exception {
    try (LinuxVrrpIo io = LinuxVrrpIo.open()) {
      System.out.println(io.monitor().query("lo"));
    }
  }
}
