package io.mainstay.vip;

import io.mainstay.vip.tck.RemoteMoverWorld;
import io.mainstay.vip.tck.RemoteVipMoverTck;

/** A mover that keeps every rule. */
class LedgerMoverTckTest extends RemoteVipMoverTck {
  @Override
  protected RemoteMoverWorld world() {
    return new LedgerWorld();
  }
}
