const noSession = 'rustls, under Deno, never resumes the session that it is given, and says so (isSessionReused)'

/**
 * The tests that fail on a runtime because it is different there, by name and with the reason. Nothing else may fail; what
 * is listed here must. packages/wire/README.md says what it means for a user.
 */
export const differs = {
  Deno: {
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
    'packages/wire/src/data-socket.test.ts: the session of TLSv1.2 is there to be resumed': noSession,
    'packages/wire/src/data-socket.test.ts: the session of TLSv1.3 is there to be resumed': noSession,
  },
}
