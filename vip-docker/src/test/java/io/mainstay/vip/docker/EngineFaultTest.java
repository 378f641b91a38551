package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineFaultTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | endpoint with name own already exists in network vip | ALREADY_CONNECTED",
        "403 | Address already in use                               | ADDRESS_IN_USE",
        "500 | container 04c2 is not connected to network vip       | NOT_CONNECTED",
        "500 | Invalid address 10.9.7.1: It does not belong to any of this network's subnets | REFUSED",
        "400 | user specified IP address is supported only when connecting to networks with user configured subnets | REFUSED",
        "400 | client version 1.52 is too new                       | VERSION",
        "400 | invalid JSON                                         | REFUSED",
        "403 | operation not permitted on swarm scoped network      | REFUSED",
        "404 | No such container: own                               | NOT_FOUND",
        "409 | container is marked for removal                      | SERVER",
        "429 | slow down                                            | SERVER",
        "500 | something                                            | SERVER",
        "503 | something                                            | SERVER",
        "302 | elsewhere                                            | SERVER",
      })
  void shouldTellFaultsApart(int status, String message, EngineFault fault) {
    assertThat(EngineFault.of(status, message)).isEqualTo(fault);
  }
}
