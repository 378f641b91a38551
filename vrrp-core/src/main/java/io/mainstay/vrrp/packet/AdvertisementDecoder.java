package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks received datagrams and reads them (RFC 9568 Section 7.1, RFC 3768 Section 7.1).
 *
 * <p>The checks run in a fixed order, the order of {@link RejectReason}: cheap ones that nobody
 * off-link can forge come first, and nothing depends on a field that an earlier check has not
 * covered. No sequence of bytes makes the decoder throw, and neither outcome allocates: an accepted
 * advertisement is read through the accessors, which are valid until the next datagram and only
 * while {@link #decode} gave null. Not thread-safe.
 */
public final class AdvertisementDecoder {
  private static final int IPV4_MIN_HEADER_BYTES = 20;
  private static final int IPV4_FRAGMENT_MASK = 0x3fff;
  private static final byte[] NOTHING = {};

  private final KnownRouters routers;

  private byte[] bytes = NOTHING;
  private int offset;
  private int length;
  private AddressFamily family = AddressFamily.IPV4;
  private int interfaceIndex;
  private byte[] source = NOTHING;
  private int sourceOffset;
  private byte[] destination = NOTHING;
  private int destinationOffset;
  private int hopLimit;
  private boolean toGroup;

  private VrrpVersion version = VrrpVersion.V3;
  private int vrid;
  private int priority;
  private long intervalNanos;
  private int addressCount;
  private ChecksumMode checksumMode = ChecksumMode.MESSAGE_ONLY;
  private boolean intervalDiffers;
  private boolean addressesDiffer;
  private boolean otherGroup;
  private @Nullable ExpectedAdvertisement expected;

  public AdvertisementDecoder(KnownRouters routers) {
    this.routers = routers;
  }

  /** Returns null when the datagram is a valid advertisement for a known virtual router. */
  public @Nullable RejectReason decode(ReceivedDatagram datagram) {
    expected = null;
    otherGroup = false;
    vrid = 0;
    bytes = datagram.bytes;
    family = datagram.family;
    interfaceIndex = datagram.interfaceIndex;
    RejectReason reason =
        family == AddressFamily.IPV4 ? checkIpv4Header(datagram) : checkIpv6Delivery(datagram);
    if (reason == null) {
      reason = checkAddresses();
    }
    if (reason == null) {
      reason = checkHeader();
    }
    if (reason == null) {
      reason = checkBody();
      otherGroup = (reason != null || addressesDiffer) && isWholeMessageOfAnotherGroup();
    }
    return reason;
  }

  private @Nullable RejectReason checkIpv4Header(ReceivedDatagram datagram) {
    source = bytes;
    sourceOffset = 12;
    destination = bytes;
    destinationOffset = 16;
    int datagramBytes = datagram.length;
    if (datagramBytes < IPV4_MIN_HEADER_BYTES || unsigned(0) >>> 4 != 4) {
      return RejectReason.BAD_IP_HEADER;
    }
    int headerBytes = (unsigned(0) & 0xf) * 4;
    if (headerBytes < IPV4_MIN_HEADER_BYTES
        || headerBytes > datagramBytes
        || unsignedShort(2) != datagramBytes
        || (unsignedShort(6) & IPV4_FRAGMENT_MASK) != 0) {
      return RejectReason.BAD_IP_HEADER;
    }
    if (unsigned(9) != WireFormat.PROTOCOL) {
      return RejectReason.WRONG_PROTOCOL;
    }
    hopLimit = unsigned(8);
    if (!isHopLimitPlausible()) {
      return RejectReason.BAD_TTL;
    }
    offset = headerBytes;
    length = datagramBytes - headerBytes;
    return null;
  }

  private @Nullable RejectReason checkIpv6Delivery(ReceivedDatagram datagram) {
    source = datagram.source;
    sourceOffset = 0;
    destination = datagram.destination;
    destinationOffset = 0;
    if (datagram.hopLimit == ReceivedDatagram.NO_HOP_LIMIT) {
      return RejectReason.NO_HOP_LIMIT;
    }
    hopLimit = datagram.hopLimit;
    if (!isHopLimitPlausible()) {
      return RejectReason.BAD_TTL;
    }
    offset = 0;
    length = datagram.length;
    return null;
  }

  /** Less than 255 is for unicast peers alone; which router this is for is not known yet. */
  private boolean isHopLimitPlausible() {
    byte[] group = WireFormat.group(family);
    toGroup =
        Arrays.equals(
            destination,
            destinationOffset,
            destinationOffset + group.length,
            group,
            0,
            group.length);
    return hopLimit == WireFormat.HOP_LIMIT
        || (!toGroup
            && hopLimit >= routers.minimumHopLimit(interfaceIndex, family, source, sourceOffset));
  }

  private @Nullable RejectReason checkAddresses() {
    boolean toThisHost =
        toGroup
            || (routers.hearsUnicast(interfaceIndex, family)
                && routers.isOwnAddress(interfaceIndex, family, destination, destinationOffset));
    if (!toThisHost) {
      return RejectReason.WRONG_DESTINATION;
    }
    boolean plausible =
        family == AddressFamily.IPV4
            ? isUnicastIpv4(source, sourceOffset)
            : WireFormat.isLinkLocalIpv6(source, sourceOffset)
                || (!toGroup && isGlobalIpv6(source, sourceOffset));
    if (!plausible) {
      return RejectReason.BAD_SOURCE;
    }
    if (!routers.isOwnAddress(interfaceIndex, family, source, sourceOffset)) {
      return null;
    }
    return routers.mayHaveSent(interfaceIndex, family, bytes, offset, length)
        ? RejectReason.OWN_PACKET
        : RejectReason.DUPLICATE_ADDRESS;
  }

  private @Nullable RejectReason checkHeader() {
    if (length < WireFormat.FIXED_BYTES) {
      return RejectReason.TRUNCATED;
    }
    int versionAndType = unsigned(offset);
    switch (versionAndType >>> 4) {
      case 2 -> version = VrrpVersion.V2;
      case 3 -> version = VrrpVersion.V3;
      default -> {
        return RejectReason.BAD_VERSION;
      }
    }
    if ((versionAndType & 0xf) != WireFormat.TYPE_ADVERTISEMENT) {
      return RejectReason.UNKNOWN_TYPE;
    }
    vrid = unsigned(offset + 1);
    expected = routers.find(interfaceIndex, family, vrid);
    return expected == null ? RejectReason.UNKNOWN_VRID : checkPeer(expected);
  }

  private @Nullable RejectReason checkPeer(ExpectedAdvertisement router) {
    if (router.unicast == toGroup) {
      return RejectReason.DELIVERY_MISMATCH;
    }
    if (!router.unicast) {
      return null;
    }
    int minimum = router.minimumHopLimit(source, sourceOffset);
    if (minimum == ExpectedAdvertisement.NO_PEER) {
      return RejectReason.UNKNOWN_PEER;
    }
    return hopLimit < minimum ? RejectReason.PEER_TTL : null;
  }

  private @Nullable RejectReason checkBody() {
    ExpectedAdvertisement router = expected;
    if (router == null) {
      return RejectReason.UNKNOWN_VRID;
    }
    if (version != router.version) {
      return RejectReason.VERSION_MISMATCH;
    }
    addressCount = unsigned(offset + 3);
    // Exact: Ethernet padding ends with the IP length, and version 3 has no trailer.
    if (length != WireFormat.messageBytes(version, family, addressCount)) {
      return RejectReason.BAD_LENGTH;
    }
    if (!hasValidChecksum()) {
      return RejectReason.BAD_CHECKSUM;
    }
    if (addressCount == 0 && !router.electionOnly) {
      return RejectReason.ZERO_ADDRESSES;
    }
    return checkFields(router);
  }

  private @Nullable RejectReason checkFields(ExpectedAdvertisement router) {
    boolean v2 = version == VrrpVersion.V2;
    priority = unsigned(offset + 2);
    if (v2) {
      RejectReason reason = checkAuthentication(router);
      if (reason != null) {
        return reason;
      }
    }
    int interval = advertisedInterval();
    if (interval == 0) {
      return RejectReason.ZERO_INTERVAL;
    }
    intervalNanos = interval * WireFormat.nanosPerIntervalUnit(version);
    intervalDiffers = intervalNanos != router.intervalNanos;
    if (v2 && intervalDiffers) {
      return RejectReason.INTERVAL_MISMATCH;
    }
    int addresses = offset + WireFormat.FIXED_BYTES;
    addressesDiffer = !router.hasAddresses(bytes, addresses, addressCount);
    // The owner is believed about its own addresses (RFC 3768 Section 7.1).
    if (v2 && addressesDiffer && priority != 255) {
      return RejectReason.ADDRESS_MISMATCH;
    }
    if (family == AddressFamily.IPV6
        && addressCount > 0
        && !WireFormat.isLinkLocalIpv6(bytes, addresses)) {
      return RejectReason.V6_FIRST_NOT_LL;
    }
    // Version 3 owners take part in the election (RFC 9568 erratum 8298).
    return v2 && router.localIsOwner ? RejectReason.LOCAL_IS_OWNER : null;
  }

  /**
   * Looks at messages that were refused as well, because another group may have another version or
   * password; but not at those that any garbage could be.
   */
  private boolean isWholeMessageOfAnotherGroup() {
    ExpectedAdvertisement router = expected;
    if (router == null) {
      return false;
    }
    addressCount = unsigned(offset + 3);
    if (length != WireFormat.messageBytes(version, family, addressCount) || !hasValidChecksum()) {
      return false;
    }
    priority = unsigned(offset + 2);
    intervalNanos = advertisedInterval() * WireFormat.nanosPerIntervalUnit(version);
    return intervalNanos != 0
        && router.isOfAnotherGroup(bytes, offset + WireFormat.FIXED_BYTES, addressCount);
  }

  private @Nullable RejectReason checkAuthentication(ExpectedAdvertisement router) {
    int wanted = router.authenticated ? WireFormat.AUTH_SIMPLE_TEXT : WireFormat.AUTH_NONE;
    if (unsigned(offset + 4) != wanted) {
      return RejectReason.AUTH_TYPE;
    }
    int trailer = offset + length - WireFormat.trailerBytes(version);
    return router.hasPassword(bytes, trailer) ? null : RejectReason.AUTH_FAILURE;
  }

  /**
   * The upper four bits of the version 3 field are reserved, and ignored (RFC 9568 Section 5.2.6).
   */
  private int advertisedInterval() {
    return version == VrrpVersion.V2 ? unsigned(offset + 5) : unsignedShort(offset + 4) & 0xfff;
  }

  private boolean hasValidChecksum() {
    long sum = InternetChecksum.add(0, bytes, offset, length);
    if (family == AddressFamily.IPV4) {
      checksumMode = ChecksumMode.MESSAGE_ONLY;
      if (InternetChecksum.fold(sum) == 0xffff) {
        return true;
      }
      if (version == VrrpVersion.V2) {
        return false;
      }
    }
    checksumMode = ChecksumMode.PSEUDO_HEADER;
    sum =
        InternetChecksum.addPseudoHeader(
            sum,
            source,
            sourceOffset,
            destination,
            destinationOffset,
            family.addressBytes(),
            WireFormat.PROTOCOL,
            length);
    return InternetChecksum.fold(sum) == 0xffff;
  }

  private static boolean isUnicastIpv4(byte[] bytes, int offset) {
    int first = bytes[offset] & 0xff;
    return first != 0 && first != 127 && first < 224;
  }

  /** Neither multicast nor one of the special addresses in ::/8, such as :: and ::1. */
  private static boolean isGlobalIpv6(byte[] bytes, int offset) {
    return bytes[offset] != 0 && (bytes[offset] & 0xff) != 0xff;
  }

  private int unsigned(int at) {
    return bytes[at] & 0xff;
  }

  private int unsignedShort(int at) {
    return unsigned(at) << 8 | unsigned(at + 1);
  }

  /** The VRID, or 0 when the datagram was refused before it could be read. */
  public int vrid() {
    return vrid;
  }

  /**
   * Whether the datagram was for a virtual router of this host; then a refusal is that router's
   * business, else the host's.
   */
  public boolean isForKnownRouter() {
    return expected != null;
  }

  public int priority() {
    return priority;
  }

  public long intervalNanos() {
    return intervalNanos;
  }

  /** What the checksum of an accepted message covered. */
  public ChecksumMode checksumMode() {
    return checksumMode;
  }

  /** Accepted, but to be told to the operator (RFC 9568 Section 7.1). */
  public boolean intervalDiffers() {
    return intervalDiffers;
  }

  /** Accepted, but to be told to the operator (RFC 9568 Section 7.1). */
  public boolean addressesDiffer() {
    return addressesDiffer;
  }

  /**
   * Whether this is a whole advertisement, accepted or refused, for one of this host's VRIDs that
   * lists addresses and not one that moves with it here: another group uses the same VRID. Its
   * {@link #priority}, {@link #intervalNanos} and {@link #advertisement} can be read.
   */
  public boolean isOfAnotherGroup() {
    return otherGroup;
  }

  /** Whether the message is exactly this one, without making an object of it. */
  public boolean isMessage(byte[] message) {
    return Arrays.equals(bytes, offset, offset + length, message, 0, message.length);
  }

  /** A copy of the message. */
  public byte[] message() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Whether the sender is this address, without making an object of it. */
  public boolean isFrom(byte[] address) {
    int addressBytes = family.addressBytes();
    return Arrays.equals(
        source, sourceOffset, sourceOffset + addressBytes, address, 0, address.length);
  }

  /** The sender, also of a refused datagram if that had an IP header. */
  public InetAddress source() {
    return address(source, sourceOffset);
  }

  /** The accepted advertisement as a value; this allocates. */
  public Advertisement advertisement() {
    List<InetAddress> addresses = new ArrayList<>(addressCount);
    for (int i = 0; i < addressCount; i++) {
      addresses.add(address(bytes, offset + WireFormat.FIXED_BYTES + i * family.addressBytes()));
    }
    return new Advertisement(version, vrid, priority, intervalNanos, addresses);
  }

  private InetAddress address(byte[] from, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(from, at, at + family.addressBytes()));
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes always make an address", e);
    }
  }
}
