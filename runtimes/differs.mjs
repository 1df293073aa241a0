const noSession = 'rustls, under Deno, never resumes the session that it is given, and says so (isSessionReused)'
const noResources = 'its process.getActiveResourcesInfo() does not tell whether a socket is waited for'

/** What Node alone offers to a test that looks on; what it looks for is no different. */
const unseen = {
  'packages/wire/src/connect.test.ts: the process does not wait for a connection that is unref()ed, in clear, over TLS, and upgraded':
    noResources,
  'packages/wire/src/proxy.test.ts: TLS goes through, and the certificate is the host’s (handshake undefined)':
    noResources,
  'packages/wire/src/proxy.test.ts: TLS goes through, and the certificate is the host’s (handshake later)': noResources,
  'packages/wire/src/sasl/scram.test.ts: the server proves itself > signatures are compared in a time that tells nothing about them':
    'its syncBuiltinESMExports() does not reach what was imported, so that a spy sees nothing',
}

/**
 * The tests that fail on a runtime because it is different there, by name and with the reason. Nothing else may fail; what
 * is listed here must. packages/wire/docs/runtimes.md says what it means for a user.
 */
export const differs = {
  Bun: {
    ...unseen,
    'packages/wire/src/tls-reasons.test.ts: a server that has old versions of TLS alone is explained':
      'BoringSSL takes no cipher list with @SECLEVEL, so that there is no such server to try',
  },
  Deno: {
    ...unseen,
    'packages/wire/src/channel-binding.test.ts: TLSv1.3 > the best binding is tls-exporter, and both ends see the same octets':
      'its TLS sockets have no exportKeyingMaterial(): tls-server-end-point is the best',
    'packages/wire/src/channel-binding.test.ts: a session of TLS 1.2 that is resumed has the binding of its certificate':
      noSession,
    'packages/wire/src/connect.test.ts: a certificate that does not fit says what to do':
      'it calls an expired certificate UNABLE_TO_VERIFY_LEAF_SIGNATURE, as one that nobody has signed',
    'packages/wire/src/connect.test.ts: destroy() goes at once, also behind finish() and when the peer has sent its last':
      'what is still to be written when the peer has sent its last fails with EPIPE, and no end is told',
    'packages/wire/src/connect.test.ts: a session is kept for the next connection, with TLS 1.2 and with 1.3':
      noSession,
    'packages/wire/src/connect.test.ts: the name is checked of a session that is resumed too, whoever it was with':
      noSession,
    'packages/wire/src/fingerprint.test.ts: a pin does not prolong a certificate, unless it alone is to decide':
      'it calls an expired certificate UNABLE_TO_VERIFY_LEAF_SIGNATURE, and a pin stands in for an unknown authority',
    'packages/wire/src/fingerprint.test.ts: a resumed session of TLSv1.2 is with the one that was pinned':
      'it finds the wrong name of the certificate before its unknown authority, which alone a pin stands in for; and no session is resumed',
    'packages/wire/src/fingerprint.test.ts: a resumed session of TLSv1.3 is with the one that was pinned': noSession,
    'packages/wire/src/tls-reasons.test.ts: a server that has old versions of TLS alone is explained':
      'rustls says "handshake failed" of a server without a version in common, and no more',
    'packages/wire/src/data-socket.test.ts: the session of TLSv1.2 is there to be resumed': noSession,
    'packages/wire/src/data-socket.test.ts: the session of TLSv1.3 is there to be resumed': noSession,
  },
}
