package io.mainstay.proxy.netty;

/**
 * One address whose clients speak TLS.
 *
 * @param entrance how it is ended
 * @param name what logs call the address
 */
record TlsAddress(TlsEntrance entrance, String name) {}
