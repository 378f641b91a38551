package io.mainstay.proxy.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A private key and its certificate.
 *
 * @param source the file it came from, for messages
 * @param key the private key
 * @param chain its certificate, and behind it those that certify it
 */
public record Identity(String source, PrivateKey key, List<X509Certificate> chain) {
  private static final int DNS_NAME = 2;

  /** Copies the chain. */
  public Identity {
    chain = List.copyOf(chain);
  }

  /** The names that it is for, in lower case; {@code *.example.com} is for each below that. */
  public List<String> names() {
    X509Certificate certificate = chain.get(0);
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0).equals(DNS_NAME)) {
            names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
      if (names.isEmpty()) {
        for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
          if (rdn.getType().equalsIgnoreCase("CN")) {
            names.add(String.valueOf(rdn.getValue()).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException | InvalidNameException e) {
      // It has no name that anybody could ask for; it can still be the default.
      return names;
    }
    return names;
  }
}
