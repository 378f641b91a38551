package io.mainstay.proxy;

/** Whether clients show a certificate. */
public enum ClientCertificates {
  /** They are not asked. */
  NONE,
  /** They are asked; who shows one must show a good one. */
  OPTIONAL,
  /** Who shows none is refused. */
  REQUIRED
}
