package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnContainerTest {

  private static final String ID =
      "04c2b1135f1430b6dc12192984061b5c396bd68952256f8310a54c46f3ab7155";

  @Test
  void shouldKnowTheContainerByTheFilesThatTheEngineMounts() {
    String mounts =
        """
        513 510 0:88 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
        521 512 254:1 /var/lib/docker/containers/ID/resolv.conf /etc/resolv.conf rw - ext4 /dev/vda1 rw
        """
            .replace("ID", ID);
    assertThat(OwnContainer.find(mounts, "0::/\n")).contains(ID);
  }

  @Test
  void shouldKnowTheContainerByItsControlGroup() {
    assertThat(OwnContainer.find("", "5:cpu:/docker/" + ID + "\n")).contains(ID);
    assertThat(OwnContainer.find("", "1:name=systemd:/system.slice/docker-" + ID + ".scope\n"))
        .contains(ID);
  }

  @Test
  void shouldKnowThatThereIsNone() {
    String mounts = "26 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw\n";
    assertThat(OwnContainer.find(mounts, "0::/user.slice/user-0.slice\n")).isEmpty();
    assertThat(OwnContainer.find("", "")).isEmpty();
  }
}
