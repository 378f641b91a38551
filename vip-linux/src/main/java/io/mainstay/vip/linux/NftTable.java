package io.mainstay.vip.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A table of nf_tables that is ours alone and goes with the process, whatever ends it: the kernel
 * removes it when the socket that made it is closed. Nobody else can change it meanwhile, and two
 * processes cannot both have one of the same name. Needs no nft command. One thread at a time.
 *
 * <p>Changes are collected and take effect together, with {@link #commit}.
 */
final class NftTable implements AutoCloseable {
  /** 255 addresses in a set of each family, and a few rules. */
  private static final int REQUEST_BYTES = 65_536;

  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Where filters usually stand; what others drop stays dropped. */
  private static final int PRIORITY = 0;

  private final NetlinkChannel channel;
  private final NetlinkEncoder encoder;
  private final int family;
  private final String name;
  private int sequence;
  private int firstSequence;
  private boolean begun;

  private NftTable(NetlinkChannel channel, int family, String name) {
    this.channel = channel;
    this.encoder = new NetlinkEncoder(channel.request());
    this.family = family;
    this.name = name;
  }

  /**
   * Makes the table, empty.
   *
   * @throws IOException when this kernel cannot, or another process has it
   */
  static NftTable open(int family, String name) throws IOException {
    NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_NETFILTER, 0, REQUEST_BYTES);
    NftTable table = new NftTable(socket, family, name);
    try {
      table
          .change(Nft.NEWTABLE, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL)
          .text(Nft.TABLE_NAME, name)
          .bigEndian(Nft.TABLE_FLAGS, Nft.TABLE_F_OWNER);
      table.commit();
      return table;
    } catch (ErrnoException e) {
      socket.close();
      if (e.errno() == Errno.EPERM || e.errno() == Errno.EEXIST) {
        // Whether this process may change anything was asked before.
        throw new IOException(
            "the nftables table " + name + " is another process's; does a node run there already?",
            e);
      }
      throw e;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Adds a set of addresses of one family. */
  NftTable set(String set, int keyType, List<? extends InetAddress> addresses) {
    int length = addresses.get(0).getAddress().length;
    change(Nft.NEWSET, Netlink.NLM_F_CREATE)
        .text(Nft.SET_TABLE, name)
        .text(Nft.SET_NAME, set)
        .bigEndian(Nft.SET_KEY_TYPE, keyType)
        .bigEndian(Nft.SET_KEY_LENGTH, length)
        .bigEndian(Nft.SET_ID, sequence);
    change(Nft.NEWSETELEM, Netlink.NLM_F_CREATE)
        .text(Nft.ELEMENTS_TABLE, name)
        .text(Nft.ELEMENTS_SET, set);
    int list = encoder.beginNest(Nft.ELEMENTS_LIST | Netlink.NLA_F_NESTED);
    for (InetAddress address : addresses) {
      int element = encoder.beginNest(Nft.LIST_ELEMENT | Netlink.NLA_F_NESTED);
      int key = encoder.beginNest(Nft.ELEMENT_KEY | Netlink.NLA_F_NESTED);
      encoder.attribute(Nft.DATA_VALUE, address.getAddress()).endNest(key).endNest(element);
    }
    encoder.endNest(list);
    return this;
  }

  /** Adds a chain that sees every packet at the hook, and lets pass what no rule ends. */
  NftTable chain(String chain, int hook) {
    change(Nft.NEWCHAIN, Netlink.NLM_F_CREATE)
        .text(Nft.CHAIN_TABLE, name)
        .text(Nft.CHAIN_NAME, chain);
    int nest = encoder.beginNest(Nft.CHAIN_HOOK | Netlink.NLA_F_NESTED);
    encoder
        .bigEndian(Nft.HOOK_NUMBER, hook)
        .bigEndian(Nft.HOOK_PRIORITY, PRIORITY)
        .endNest(nest)
        .text(Nft.CHAIN_TYPE, "filter");
    return this;
  }

  /** Adds a rule behind the others of the chain. */
  NftTable rule(String chain, NftRule rule) {
    change(Nft.NEWRULE, Netlink.NLM_F_CREATE | Netlink.NLM_F_APPEND)
        .text(Nft.RULE_TABLE, name)
        .text(Nft.RULE_CHAIN, chain);
    rule.encode(encoder);
    return this;
  }

  /** Takes all rules out of the chain. */
  NftTable flush(String chain) {
    change(Nft.DELRULE, 0).text(Nft.RULE_TABLE, name).text(Nft.RULE_CHAIN, chain);
    return this;
  }

  private NetlinkEncoder change(int message, int flags) {
    if (!begun) {
      begun = true;
      firstSequence = ++sequence;
      encoder.begin(Nft.BATCH_BEGIN, Netlink.NLM_F_REQUEST, sequence);
      encoder.netfilterBody(0, Nft.SUBSYSTEM);
    }
    encoder.end();
    return encoder
        .append(
            Nft.SUBSYSTEM << 8 | message,
            Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK | flags,
            ++sequence)
        .netfilterBody(family, 0);
  }

  /** Carries out all that was collected, or nothing of it. */
  void commit() throws IOException {
    int last = sequence;
    encoder.end();
    encoder
        .append(Nft.BATCH_END, Netlink.NLM_F_REQUEST, ++sequence)
        .netfilterBody(0, Nft.SUBSYSTEM);
    begun = false;
    channel.send(encoder.end());
    long deadlineNanos = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      int length = channel.receive(deadlineNanos - System.nanoTime());
      if (length < 0) {
        throw new IOException("nf_tables: no answer from the kernel within 2 s");
      }
      NetlinkCursor message = new NetlinkCursor(channel.reply(), length);
      while (message.next()) {
        // What comes before is the rest of the answer to a batch that failed.
        if (message.type() == Netlink.NLMSG_ERROR && message.sequence() - firstSequence >= 0) {
          NetlinkVerdict.check("nf_tables table " + name, message);
          if (message.sequence() == last) {
            return;
          }
        }
      }
    }
  }

  /** The table goes with it. */
  @Override
  public void close() {
    channel.close();
  }
}
