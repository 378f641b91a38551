package io.mainstay.vip.linux;

/** The numbers of nf_tables, as in linux/netfilter/nf_tables.h, nfnetlink.h and netfilter.h. */
final class Nft {
  static final int SUBSYSTEM = 10;
  static final int BATCH_BEGIN = 0x10;
  static final int BATCH_END = 0x11;

  static final int NEWTABLE = 0;
  static final int NEWCHAIN = 3;
  static final int NEWRULE = 6;
  static final int DELRULE = 8;
  static final int NEWSET = 9;
  static final int NEWSETELEM = 12;

  static final int FAMILY_INET = 1;
  static final int FAMILY_ARP = 3;

  static final int HOOK_INET_LOCAL_IN = 1;
  static final int HOOK_ARP_IN = 0;
  static final int HOOK_ARP_OUT = 1;

  /** The table goes when the socket that made it is closed (since Linux 5.12). */
  static final int TABLE_F_OWNER = 0x2;

  static final int TABLE_NAME = 1;
  static final int TABLE_FLAGS = 2;
  static final int CHAIN_TABLE = 1;
  static final int CHAIN_NAME = 3;
  static final int CHAIN_HOOK = 4;
  static final int CHAIN_TYPE = 7;
  static final int HOOK_NUMBER = 1;
  static final int HOOK_PRIORITY = 2;
  static final int RULE_TABLE = 1;
  static final int RULE_CHAIN = 2;
  static final int RULE_EXPRESSIONS = 4;
  static final int SET_TABLE = 1;
  static final int SET_NAME = 2;
  static final int SET_KEY_TYPE = 4;
  static final int SET_KEY_LENGTH = 5;
  static final int SET_ID = 10;
  static final int ELEMENTS_TABLE = 1;
  static final int ELEMENTS_SET = 2;
  static final int ELEMENTS_LIST = 3;
  static final int ELEMENT_KEY = 1;
  static final int LIST_ELEMENT = 1;
  static final int EXPRESSION_NAME = 1;
  static final int EXPRESSION_DATA = 2;
  static final int DATA_VALUE = 1;
  static final int DATA_VERDICT = 2;
  static final int VERDICT_CODE = 1;

  static final int META_DREG = 1;
  static final int META_KEY = 2;
  static final int META_KEY_IIFNAME = 6;
  static final int META_KEY_OIFNAME = 7;
  static final int META_KEY_NFPROTO = 15;
  static final int META_KEY_L4PROTO = 16;
  static final int CMP_SREG = 1;
  static final int CMP_OP = 2;
  static final int CMP_DATA = 3;
  static final int CMP_EQ = 0;
  static final int CMP_LTE = 3;
  static final int CMP_GTE = 5;
  static final int PAYLOAD_DREG = 1;
  static final int PAYLOAD_BASE = 2;
  static final int PAYLOAD_OFFSET = 3;
  static final int PAYLOAD_LENGTH = 4;
  static final int PAYLOAD_SREG = 5;
  static final int PAYLOAD_CHECKSUM = 6;
  static final int PAYLOAD_NETWORK = 1;
  static final int PAYLOAD_TRANSPORT = 2;
  static final int LOOKUP_SET = 1;
  static final int LOOKUP_SREG = 2;
  static final int IMMEDIATE_DREG = 1;
  static final int IMMEDIATE_DATA = 2;

  static final int REGISTER_VERDICT = 0;
  static final int REGISTER = 1;

  static final int DROP = 0;
  static final int ACCEPT = 1;

  private Nft() {}
}
