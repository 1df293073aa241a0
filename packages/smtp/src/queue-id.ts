/**
 * Where servers put the name by which their log knows the message, in the reply to its last dot. Nothing standardises
 * it: each pattern is one server's.
 */
const shapes: readonly RegExp[] = [
  /\bqueued as (?:<?)([^\s>;]+)/i, // Postfix "Ok: queued as 4Xyz12"; Haraka "Message Queued" has none
  /\bid=([^\s;]+)/i, // Exim "OK id=1rAbCd-000123-4E"
  /^<[^>\s]*>\s+\[InternalId=(\d+)/i, // Exchange "<id@host> [InternalId=123, Hostname=…] Queued mail for delivery"
  /^<[^>\s]*>\s+(\S+)\s+Saved$/i, // Dovecot LMTP "<carol@example.org> yE2cA Saved"
  /^([0-9A-Za-z]{8,})\s+Message accepted for delivery/i, // Sendmail "4AN8abc Message accepted for delivery"
  /^OK\s+(?:\d+\s+)?([\w.-]{12,})(?:\s+-\s+gsmtp)?$/i, // Gmail "OK 1700 abc.12 - gsmtp", Amazon SES "Ok 0102018…"
]

/** The server's name for a message that it took, where its reply tells. */
export function queueId(text: string): string | undefined {
  for (const shape of shapes) {
    const found = shape.exec(text)
    if (found) return found[1]
  }
  return undefined
}
