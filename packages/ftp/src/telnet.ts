import type { Charset } from '@linewire/wire'

/** Which way an octet 255 of a name is said twice, as it is to be on a connection of Telnet, where it begins a command. */
export interface Telnet {
  readonly commands: boolean
  readonly replies: boolean
}

/** Both ways, by RFC 959 §5.3. vsftpd says it twice and takes it as it comes; ProFTPD takes it twice and says it once. */
export const telnetOf = (greeting: string, commands = !/vsftpd/i.test(greeting)): Telnet => ({
  commands,
  replies: !/proftpd/i.test(greeting),
})

/** Names as the control connection has them. Windows-1251 has "я" at 255, Latin-1 "ÿ"; UTF-8 and GBK have nothing there. */
export const overTelnet = ({ encode, decode }: Charset, { commands, replies }: Telnet): Charset => ({
  encode: (text) => {
    const octets = encode(text)
    if (!commands || typeof octets === 'string' || !octets.includes(255)) return octets
    return exchange(octets, '\xff', '\xff\xff')
  },
  decode: (octets) => decode(replies && octets.includes(255) ? exchange(octets, '\xff\xff', '\xff') : octets),
})

function exchange(octets: Uint8Array, from: string, to: string): Buffer {
  return Buffer.from(Buffer.from(octets).toString('latin1').replaceAll(from, to), 'latin1')
}
