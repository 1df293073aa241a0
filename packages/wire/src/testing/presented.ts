import { generate } from 'selfsigned'

const day = 86_400_000

/** What a server presents in a test: made at run time, and its own authority. */
export async function presented(
  names: readonly { type: 2 | 7; value: string }[],
  { expired = false }: { expired?: boolean } = {},
): Promise<{ key: string; cert: string }> {
  const now = Date.now()
  const made = await generate([{ name: 'commonName', value: 'linewire test' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 3 * day),
    notAfterDate: new Date(expired ? now - day : now + day),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: names.map(({ type, value }) => (type === 2 ? { type, value } : { type, ip: value })),
      },
    ],
  })
  return { key: made.private, cert: made.cert }
}
