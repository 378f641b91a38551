package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.state.VrrpEvent;
import io.mainstay.vrrp.state.VrrpState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Virtual routers that are MASTER together or not at all, such as both sides of a gateway. Each
 * still elects on its own link, and then:
 *
 * <ul>
 *   <li>while one has a cause of its own to be in FAULT, all are;
 *   <li>when one loses mastership, the others resign;
 *   <li>when one becomes MASTER, the others do, whatever their links say;
 *   <li>nobody becomes MASTER by a timer while another member still hears a master that it accepts:
 *       a link that lost its advertisements alone would otherwise tear the group from a working
 *       master, again and again.
 * </ul>
 *
 * <p>A member that is stopped leaves the group. Pure; looks at its members once per duty cycle.
 */
final class SyncGroup {

  /** What a group sees of a member, and does to it. */
  interface Member {
    String name();

    VrrpState state();

    /** What of its own keeps it in FAULT, or null. */
    @Nullable String trouble();

    /** Until when it counts on its master; not after {@code nowNanos} when it does not. */
    long countsOnMasterUntilNanos(long nowNanos);

    void tell(VrrpEvent event);
  }

  /** A member and how it stood the last time. */
  private static final class Entry {
    final Member member;
    VrrpState last = VrrpState.INIT;
    boolean faulted;

    Entry(Member member) {
      this.member = member;
    }

    boolean fell() {
      VrrpState now = member.state();
      return last == VrrpState.MASTER && (now == VrrpState.BACKUP || now == VrrpState.FAULT);
    }

    boolean rose() {
      return last != VrrpState.MASTER && member.state() == VrrpState.MASTER;
    }
  }

  private final String name;
  private final List<Entry> entries = new ArrayList<>();

  SyncGroup(String name) {
    this.name = name;
  }

  void add(Member member) {
    entries.add(new Entry(member));
  }

  void remove(Member member) {
    entries.removeIf(entry -> entry.member == member);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  String name() {
    return name;
  }

  /** Until when a member whose wait is over must still wait for the others. */
  long holdsUntilNanos(Member waiting, long nowNanos) {
    long until = nowNanos;
    for (int i = 0; i < entries.size(); i++) {
      Member member = entries.get(i).member;
      if (member != waiting) {
        long theirs = member.countsOnMasterUntilNanos(nowNanos);
        until = theirs - until > 0 ? theirs : until;
      }
    }
    return until;
  }

  /** Makes the members agree after a duty cycle; returns how many were told something. */
  int settle() {
    int told = shareFaults();
    Entry fallen = null;
    Entry risen = null;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      fallen = entry.fell() ? entry : fallen;
      risen = entry.rose() ? entry : risen;
    }
    if (fallen != null) {
      told += tellAll(VrrpState.MASTER, new VrrpEvent.GroupDemotes(because(fallen)));
    } else if (risen != null) {
      told += tellAll(VrrpState.BACKUP, new VrrpEvent.GroupPromotes(because(risen)));
    }
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).last = entries.get(i).member.state();
    }
    return told;
  }

  private int tellAll(VrrpState state, VrrpEvent event) {
    int told = 0;
    for (int i = 0; i < entries.size(); i++) {
      Member member = entries.get(i).member;
      if (member.state() == state) {
        member.tell(event);
        told++;
      }
    }
    return told;
  }

  private int shareFaults() {
    int told = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Entry troubled = troubledOther(entry);
      if (troubled != null && !entry.faulted) {
        entry.faulted = true;
        entry.member.tell(
            new VrrpEvent.GroupFaulted(because(troubled) + ": " + troubled.member.trouble()));
        told++;
      } else if (troubled == null && entry.faulted) {
        entry.faulted = false;
        entry.member.tell(new VrrpEvent.GroupRecovered());
        told++;
      }
    }
    return told;
  }

  private @Nullable Entry troubledOther(Entry self) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry != self && entry.member.trouble() != null) {
        return entry;
      }
    }
    return null;
  }

  private String because(Entry entry) {
    return "sync group " + name + ": " + entry.member.name() + " is " + entry.member.state();
  }
}
