package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Somebody on the link who sends what nobody should: forged advertisements and broken bytes. */
final class Strangers {
  private static final int MOST_FORGED = 20;

  private final SimLan lan;
  private final SplittableRandom random;

  Strangers(SimLan lan) {
    this.lan = lan;
    random = lan.random();
  }

  private static byte[] address(VirtualRouterConfig config) {
    int link = HostInterface.link(config.interfaceName());
    boolean ipv4 = config.family() == AddressFamily.IPV4;
    return SimLan.address(ipv4 ? "10.0." + link + ".77" : "fe80::" + link + ":77").getAddress();
  }

  /** Advertisements to the group, which multicast routers must believe. */
  void forge(SimRouter router) {
    int priority = random.nextInt(256);
    int frames = random.nextInt(1, MOST_FORGED);
    String stranger = SimLan.address(address(router.config())).getHostAddress();
    for (int i = 0; i < frames; i++) {
      lan.inject(router.config(), priority, stranger);
    }
    lan.disturbedUntil(lan.nowNanos());
  }

  /** Advertisements to one host: of a peer or not, and from near enough or not. */
  void forgeUnicast(SimRouter router) {
    VirtualRouterConfig config = router.config();
    byte[] source = address(config);
    int hopLimit = random.nextBoolean() ? Frame.HOP_LIMIT : random.nextInt(256);
    if (config.unicast().isPresent() && random.nextBoolean()) {
      List<Unicast.Peer> peers = config.unicast().get().peers();
      Unicast.Peer peer = peers.get(random.nextInt(peers.size()));
      source = peer.address().getAddress();
      hopLimit = Math.max(0, Math.min(255, peer.minimumTtl() + random.nextInt(-1, 2)));
    }
    byte[] to = router.sourceAddress();
    byte[] message = new AdvertisementEncoder(config).encode(random.nextInt(256), source, to);
    Frame frame = Frame.toHost(router.link(), config.family(), source, to, message, message.length);
    router.host().deliver(frame.withHopLimit(hopLimit));
    lan.disturbedUntil(lan.nowNanos());
  }

  /** What a router of the group could send to another one at this moment. */
  void advertise(SimRouter from, int priority, SimRouter to) {
    VirtualRouterConfig config = from.config();
    byte[] source = from.sourceAddress();
    byte[] there = to.sourceAddress();
    AdvertisementEncoder encoder = new AdvertisementEncoder(config);
    int link = to.link();
    Frame frame;
    if (to.config().unicast().isPresent()) {
      byte[] message = encoder.encode(priority, source, there);
      frame = Frame.toHost(link, config.family(), source, there, message, message.length);
    } else {
      byte[] message = encoder.encode(priority, source);
      frame = Frame.toGroup(link, config.family(), source, message, message.length);
    }
    to.host().deliver(frame);
    lan.disturbedUntil(lan.nowNanos());
  }

  void sendBroken(SimRouter router) {
    AddressFamily family = router.config().family();
    byte[] source = new byte[family.addressBytes()];
    random.nextBytes(source);
    byte[] sender = address(router.config());
    byte[] bytes = new AdvertisementEncoder(router.config()).encode(254, sender).clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(129)];
        random.nextBytes(noise);
        inject(router, source, noise, random.nextInt(256));
      }
      case 1 -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        inject(router, sender, bytes, Frame.HOP_LIMIT);
      }
      case 2 -> inject(router, sender, bytes, random.nextInt(255));
      default -> {
        byte[] shorter = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        inject(router, sender, shorter, Frame.HOP_LIMIT);
      }
    }
  }

  private static void inject(SimRouter router, byte[] source, byte[] bytes, int hopLimit) {
    AddressFamily family = router.config().family();
    router.host().deliver(Frame.broken(router.link(), family, source, bytes, hopLimit));
  }
}
