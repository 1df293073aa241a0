const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'EPROTO',
  'ERR_SSL_HTTP_REQUEST',
])
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** Whether a certificate is found wanting because nobody here knows the authority that has signed it. */
export function isUntrusted(code: string): boolean {
  return untrusted.has(code)
}

/** Whether OpenSSL says it: behind the handshake too, for a TLS 1.3 server looks at our certificate only then. */
export function isTlsFailure(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.code?.startsWith('ERR_SSL_') ?? false
}

/** OpenSSL's words as a sentence that says what to do. */
export function describeTls(code: string, words: string, host: string, when?: 'implicit' | 'starttls'): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `the certificate is not for ${host}: connect by a name that it carries (${words})`
  }
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${host} has expired`
  if (untrusted.has(code)) {
    return `the certificate of ${host} is not signed by an authority trusted here: pass its CA as tlsOptions.ca, or pin it by tlsOptions.fingerprint (${words})`
  }
  if (notTls.has(code)) {
    const advice = when === 'implicit' ? "; if it is a port for STARTTLS, use tls: 'starttls'" : ''
    return `${host} does not speak TLS here${advice} (${words})`
  }
  if (code.endsWith('_ALERT_CERTIFICATE_REQUIRED')) {
    return `${host} wants a certificate from us: pass tlsOptions.cert and key (${words})`
  }
  if (code.endsWith('_ALERT_HANDSHAKE_FAILURE')) {
    return `${host} ended the TLS handshake: it may want a certificate from us (tlsOptions.cert and key), or we have no cipher in common (${words})`
  }
  if (/_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_[A-Z]+)$/.test(code)) {
    return `${host} does not take our certificate (tlsOptions.cert): ${words}`
  }
  if (/_PROTOCOL_VERSION$|UNSUPPORTED_PROTOCOL$/.test(code)) {
    return `${host} has no version of TLS in common with us, who want 1.2 at least (tlsOptions.minVersion): ${words}`
  }
  return `the TLS handshake with ${host} failed: ${words}`
}
