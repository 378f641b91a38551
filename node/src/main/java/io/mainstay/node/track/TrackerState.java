package io.mainstay.node.track;

/**
 * What one tracker says now.
 *
 * @param name the tracker's name
 * @param effect {@link TrackerEffect.Fault} or {@link TrackerEffect.Weight}; the content of a file
 *     is a weight here
 * @param ok whether it passes
 * @param detail what was seen, for an operator
 */
public record TrackerState(String name, TrackerEffect effect, boolean ok, String detail) {

  public TrackerState {
    if (effect instanceof TrackerEffect.Content) {
      throw new IllegalArgumentException("the state of a tracker has its content as weight");
    }
  }

  /** Whether it keeps the router out of the election. */
  public boolean faults() {
    return effect instanceof TrackerEffect.Fault && !ok;
  }

  /** What it adds to the priority now. */
  public int added() {
    return effect instanceof TrackerEffect.Weight weight ? weight.added(ok) : 0;
  }

  /** What it does not add because it fails. */
  public int lost() {
    return effect instanceof TrackerEffect.Weight weight && !ok ? weight.added(true) : 0;
  }
}
