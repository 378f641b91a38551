package io.mainstay.vip.linux;

/** The numbers of the netlink protocol, as in linux/netlink.h and linux/rtnetlink.h. */
final class Netlink {
  static final int NETLINK_ROUTE = 0;
  static final int NETLINK_NETFILTER = 12;

  /** length u32, type u16, flags u16, sequence u32, port u32; all in host order. */
  static final int HEADER_BYTES = 16;

  /** length u16 including itself, type u16. */
  static final int ATTRIBUTE_HEADER_BYTES = 4;

  /** family u8, prefix u8, flags u8, scope u8, index u32. */
  static final int ADDRESS_BODY_BYTES = 8;

  /** family u8, pad u8, hardware type u16, index u32, flags u32, change u32. */
  static final int LINK_BODY_BYTES = 16;

  /** family u8, pad 3 bytes, index u32, state u16, flags u8, type u8. */
  static final int NEIGHBOR_BODY_BYTES = 12;

  /** On top of an attribute's type: it holds attributes. */
  static final int NLA_F_NESTED = 0x8000;

  static final int NLMSG_ERROR = 2;
  static final int NLMSG_DONE = 3;
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int RTM_NEWNEIGH = 28;
  static final int RTM_GETNEIGH = 30;

  static final int NLM_F_REQUEST = 0x1;
  static final int NLM_F_MULTI = 0x2;
  static final int NLM_F_ACK = 0x4;
  static final int NLM_F_DUMP_INTR = 0x10;
  static final int NLM_F_REPLACE = 0x100;
  static final int NLM_F_EXCL = 0x200;
  static final int NLM_F_CREATE = 0x400;
  static final int NLM_F_APPEND = 0x800;
  static final int NLM_F_DUMP = 0x300;
  static final int NLM_F_CAPPED = 0x100;
  static final int NLM_F_ACK_TLVS = 0x200;

  static final int NLMSGERR_ATTR_MSG = 1;

  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  static final int IFLA_MACVLAN_MODE = 1;
  static final int MACVLAN_MODE_BRIDGE = 4;
  static final int IFLA_IFALIAS = 20;
  static final int IFLA_AF_SPEC = 26;
  static final int IFLA_INET_CONF = 1;
  static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  static final int IN6_ADDR_GEN_MODE_NONE = 1;

  static final int IFF_UP = 0x1;
  static final int IFF_RUNNING = 0x40;
  static final int IFF_NOARP = 0x80;

  static final int ARPHRD_ETHER = 1;

  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_LABEL = 3;
  static final int IFA_CACHEINFO = 6;
  static final int IFA_FLAGS = 8;
  static final int IFA_PROTO = 11;

  static final int IFA_F_NODAD = 0x02;
  static final int IFA_F_OPTIMISTIC = 0x04;
  static final int IFA_F_DADFAILED = 0x08;
  static final int IFA_F_DEPRECATED = 0x20;
  static final int IFA_F_TENTATIVE = 0x40;

  static final int NDA_DST = 1;
  static final int NUD_NONE = 0;
  static final int NUD_INCOMPLETE = 0x01;
  static final int NTF_USE = 0x01;

  static final int RTMGRP_LINK = 0x1;
  static final int RTMGRP_IPV4_IFADDR = 0x10;
  static final int RTMGRP_IPV6_IFADDR = 0x100;

  static final int SOL_NETLINK = 270;
  static final int NETLINK_CAP_ACK = 10;
  static final int NETLINK_EXT_ACK = 11;

  private Netlink() {}

  /** Messages and attributes begin at multiples of four. */
  static int align(int length) {
    return (length + 3) & ~3;
  }
}
