package io.mainstay.node.peer;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import java.util.List;
import java.util.Optional;

/**
 * How the constants of an enum are numbered on the wire: by their place in a list here, which only
 * ever grows at its end, whatever happens to the enum.
 */
final class WireCode<E extends Enum<E>> {
  static final WireCode<SessionRole> ROLE =
      new WireCode<>(List.of(SessionRole.DIALLER, SessionRole.ACCEPTOR));
  static final WireCode<VrrpState> STATE =
      new WireCode<>(List.of(VrrpState.INIT, VrrpState.BACKUP, VrrpState.MASTER, VrrpState.FAULT));
  static final WireCode<AddressFamily> FAMILY =
      new WireCode<>(List.of(AddressFamily.IPV4, AddressFamily.IPV6));
  static final WireCode<VrrpVersion> VERSION =
      new WireCode<>(List.of(VrrpVersion.V2, VrrpVersion.V3));
  static final WireCode<PeerMessage.Farewell> FAREWELL =
      new WireCode<>(List.of(PeerMessage.Farewell.STOPPING, PeerMessage.Farewell.DUPLICATE));

  private final List<E> constants;

  private WireCode(List<E> constants) {
    this.constants = constants;
  }

  int of(E constant) {
    return constants.indexOf(constant);
  }

  Optional<E> constant(int code) {
    return code >= 0 && code < constants.size()
        ? Optional.of(constants.get(code))
        : Optional.empty();
  }

  /** Stands for a constant in a message that is malformed anyway. */
  E any() {
    return constants.get(0);
  }
}
