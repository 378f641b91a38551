package io.mainstay.vip;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a mover for one virtual router. A plug-in binds its factory under the name that a
 * configuration uses: {@code mover = linux}.
 */
public interface VipMoverFactory {

  /**
   * Makes the mover and does what must happen once at start, such as removing what an earlier crash
   * left behind.
   *
   * @param addresses all addresses it will be asked to move
   * @param settings the mover's own settings as written, without defaults
   * @throws IllegalArgumentException when a setting is unknown or wrong, or when this host lacks
   *     what the mover needs; the message is shown to the operator and names the cure
   */
  VipMover create(List<VirtualAddress> addresses, Map<String, String> settings);

  /**
   * Judges settings as {@link #create} would, without touching the host or anything beyond it; this
   * is what {@code mainstay check} asks. Accepts everything unless overridden.
   *
   * @throws IllegalArgumentException when a setting is unknown or wrong; the message is shown to
   *     the operator and names the cure
   */
  default void check(Map<String, String> settings) {}

  /**
   * The names of the settings whose values anybody may read. {@code mainstay check} prints {@code
   * ***} for all others, since nobody but the mover knows which of them are secrets. None unless
   * overridden.
   */
  default Set<String> plainSettings() {
    return Set.of();
  }

  /**
   * Where packets to an address arrive at this host when that is another address, as with a cloud
   * that translates. A mover that the same router names before this one is asked to hold that other
   * address here instead. May ask the host and what it lives on, as {@link #create} may; nothing
   * unless overridden.
   *
   * @return the other addresses, by those they stand for
   * @throws IllegalArgumentException as {@link #create}
   */
  default Map<VirtualAddress, VirtualAddress> arriving(
      List<VirtualAddress> addresses, Map<String, String> settings) {
    return Map.of();
  }

  /**
   * How patient a reconciler should be with this mover; {@link VipPolicy#DEFAULT} unless
   * overridden. A mover whose operations take seconds needs more.
   */
  default VipPolicy policy() {
    return VipPolicy.DEFAULT;
  }
}
