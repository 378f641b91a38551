package io.mainstay.vrrp.state;

import java.util.List;

/** Whether the addresses came with the mastership; outcomes of earlier promotions are stale. */
final class Promotion {
  private long number;
  private boolean pending;
  private boolean installed;

  void begin() {
    number++;
    pending = true;
  }

  void install(List<VrrpAction> actions) {
    actions.add(new VrrpAction.InstallAddresses(number));
  }

  /** Whether this is the first outcome of the present promotion; then it is no longer awaited. */
  boolean takeOutcome(long promotion) {
    if (!pending || promotion != number) {
      return false;
    }
    pending = false;
    return true;
  }

  void installed() {
    installed = true;
  }

  boolean isInstalled() {
    return installed;
  }

  void remove(List<VrrpAction> actions) {
    pending = false;
    installed = false;
    actions.add(new VrrpAction.RemoveAddresses());
  }

  @Override
  public String toString() {
    return "promotion=" + number + " pending=" + pending + " installed=" + installed;
  }
}
