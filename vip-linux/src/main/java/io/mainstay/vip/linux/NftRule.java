package io.mainstay.vip.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One rule of an nf_tables chain: what must match, and then what happens. */
final class NftRule {
  private static final int INTERFACE_NAME_BYTES = 16;

  private final List<Consumer<NetlinkEncoder>> expressions = new ArrayList<>();

  /** The frame came in through this interface. */
  NftRule comesFrom(String interfaceName) {
    return meta(Nft.META_KEY_IIFNAME).compare(Nft.CMP_EQ, interfaceName(interfaceName));
  }

  /** The frame leaves through this interface. */
  NftRule leavesThrough(String interfaceName) {
    return meta(Nft.META_KEY_OIFNAME).compare(Nft.CMP_EQ, interfaceName(interfaceName));
  }

  /** One byte that the kernel knows of the packet. */
  NftRule metaIs(int key, int value) {
    return meta(key).compare(Nft.CMP_EQ, (byte) value);
  }

  /** One byte of the packet is within these bounds. */
  NftRule byteWithin(int base, int offset, int least, int most) {
    return load(base, offset, 1)
        .compare(Nft.CMP_GTE, (byte) least)
        .compare(Nft.CMP_LTE, (byte) most);
  }

  /** The address at this place of the network header is in the set. */
  NftRule addressIn(String set, int offset, int length) {
    load(Nft.PAYLOAD_NETWORK, offset, length);
    return expression(
        "lookup", data -> data.text(Nft.LOOKUP_SET, set).bigEndian(Nft.LOOKUP_SREG, Nft.REGISTER));
  }

  /** Writes these bytes to a place in the network header. */
  NftRule write(int offset, byte... value) {
    expression(
        "immediate",
        data -> {
          data.bigEndian(Nft.IMMEDIATE_DREG, Nft.REGISTER);
          value(data, Nft.IMMEDIATE_DATA, value);
        });
    return expression(
        "payload",
        data ->
            data.bigEndian(Nft.PAYLOAD_SREG, Nft.REGISTER)
                .bigEndian(Nft.PAYLOAD_BASE, Nft.PAYLOAD_NETWORK)
                .bigEndian(Nft.PAYLOAD_OFFSET, offset)
                .bigEndian(Nft.PAYLOAD_LENGTH, value.length)
                .bigEndian(Nft.PAYLOAD_CHECKSUM, 0));
  }

  /** Ends the packet's way here. */
  NftRule verdict(int code) {
    return expression(
        "immediate",
        data -> {
          data.bigEndian(Nft.IMMEDIATE_DREG, Nft.REGISTER_VERDICT);
          int outer = data.beginNest(Nft.IMMEDIATE_DATA | Netlink.NLA_F_NESTED);
          int verdict = data.beginNest(Nft.DATA_VERDICT | Netlink.NLA_F_NESTED);
          data.bigEndian(Nft.VERDICT_CODE, code).endNest(verdict).endNest(outer);
        });
  }

  void encode(NetlinkEncoder encoder) {
    int list = encoder.beginNest(Nft.RULE_EXPRESSIONS | Netlink.NLA_F_NESTED);
    expressions.forEach(expression -> expression.accept(encoder));
    encoder.endNest(list);
  }

  private NftRule meta(int key) {
    return expression(
        "meta", data -> data.bigEndian(Nft.META_KEY, key).bigEndian(Nft.META_DREG, Nft.REGISTER));
  }

  private NftRule load(int base, int offset, int length) {
    return expression(
        "payload",
        data ->
            data.bigEndian(Nft.PAYLOAD_DREG, Nft.REGISTER)
                .bigEndian(Nft.PAYLOAD_BASE, base)
                .bigEndian(Nft.PAYLOAD_OFFSET, offset)
                .bigEndian(Nft.PAYLOAD_LENGTH, length));
  }

  private NftRule compare(int operator, byte... value) {
    return expression(
        "cmp",
        data -> {
          data.bigEndian(Nft.CMP_SREG, Nft.REGISTER).bigEndian(Nft.CMP_OP, operator);
          value(data, Nft.CMP_DATA, value);
        });
  }

  private NftRule expression(String name, Consumer<NetlinkEncoder> content) {
    expressions.add(
        encoder -> {
          int element = encoder.beginNest(Nft.LIST_ELEMENT | Netlink.NLA_F_NESTED);
          encoder.text(Nft.EXPRESSION_NAME, name);
          int data = encoder.beginNest(Nft.EXPRESSION_DATA | Netlink.NLA_F_NESTED);
          content.accept(encoder);
          encoder.endNest(data).endNest(element);
        });
    return this;
  }

  private static void value(NetlinkEncoder encoder, int type, byte... value) {
    int data = encoder.beginNest(type | Netlink.NLA_F_NESTED);
    encoder.attribute(Nft.DATA_VALUE, value).endNest(data);
  }

  private static byte[] interfaceName(String name) {
    byte[] padded = new byte[INTERFACE_NAME_BYTES];
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, padded, 0, Math.min(bytes.length, INTERFACE_NAME_BYTES - 1));
    return padded;
  }
}
