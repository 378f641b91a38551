package io.mainstay.vip;

/** Who holds an address, as far as a mover can see. */
public sealed interface VipHolder {

  /** This host does. */
  record Here() implements VipHolder {}

  /** Somebody else does; {@code owner} says who in the words of the mover's world. */
  record Elsewhere(String owner) implements VipHolder {}

  /** This host does not; whether anybody does cannot be seen from here, or nobody does. */
  record Absent() implements VipHolder {}

  /** The question was not answered: it may be anywhere. */
  record Unknown(String reason) implements VipHolder {}
}
