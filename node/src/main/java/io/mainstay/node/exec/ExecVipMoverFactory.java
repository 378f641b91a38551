package io.mainstay.node.exec;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VirtualAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the mover {@code exec}. The settings {@code up}, {@code down} and {@code inspect} are lines
 * for {@code sh}, {@code time-limit} is what one operation may take, 5 s; {@code docs/movers.md}
 * tells what the commands get and what their exit codes mean.
 */
public final class ExecVipMoverFactory implements VipMoverFactory {
  @Override
  public VipMover create(List<VirtualAddress> addresses, Map<String, String> settings) {
    return new ExecVipMover(ExecSettings.parse(settings));
  }

  @Override
  public void check(Map<String, String> settings) {
    ExecSettings.parse(settings);
  }

  /**
   * All of them: a command line is no place for a secret, every process of the host may read it.
   */
  @Override
  public Set<String> plainSettings() {
    return ExecSettings.NAMES;
  }
}
