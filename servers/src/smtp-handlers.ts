import type { SMTPServerAddress, SMTPServerAuthentication, SMTPServerDataResult, SMTPServerOptions } from 'smtp-server'
import type { Accounts } from './sasl-server.ts'
import type { Delivery, SmtpOptions } from './smtp.ts'

/** Our options in smtp-server's words. */
export function settings({ tls = 'none', users, without = [], ...options }: SmtpOptions): SMTPServerOptions {
  const hidden = (capability: string): boolean => without.includes(capability)
  const disabled = without.filter((name) => name === 'AUTH' || name === 'STARTTLS')
  if (!users) disabled.push('AUTH')
  if (tls !== 'starttls') disabled.push('STARTTLS')
  return {
    name: 'localhost',
    banner: 'linewire',
    secure: tls === 'implicit',
    disabledCommands: disabled,
    authMethods: [...(options.mechanisms ?? ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'])],
    authOptional: !(options.requireLogin ?? users !== undefined),
    allowInsecureAuth: options.clearText ?? tls === 'none',
    lmtp: options.lmtp ?? false,
    ...(options.size === undefined ? {} : { size: options.size, rejectOversized: true }),
    hidePIPELINING: hidden('PIPELINING'),
    hide8BITMIME: hidden('8BITMIME'),
    hideSMTPUTF8: hidden('SMTPUTF8'),
    hideENHANCEDSTATUSCODES: hidden('ENHANCEDSTATUSCODES'),
    hideDSN: hidden('DSN'),
    disableReverseLookup: true,
    // ours to end: close() destroys what is still open
    closeTimeout: 1,
  }
}

/** '550 no such user' as an error that smtp-server turns into this reply. */
function refusal(reply: string): Error {
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) })
}

/** What smtp-server asks us: who may log in, who may send to whom, and where the message goes. */
export function handlers(options: SmtpOptions, deliveries: Delivery[]): SMTPServerOptions {
  const judge = ({ address }: SMTPServerAddress, _session: unknown, callback: (error?: Error) => void): void => {
    const reply = options.refuse?.[address]
    callback(reply === undefined ? undefined : refusal(reply))
  }
  return {
    onMailFrom: judge,
    onRcptTo: judge,
    onAuth(auth, _session, callback) {
      const user = known(options.users ?? {}, auth)
      if (user !== undefined) return callback(null, { user })
      if (auth.method === 'XOAUTH2')
        return callback(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } })
      callback(refusal('535 user name or password is wrong'))
    },
    async onData(stream, { envelope, user, secure }, callback) {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk as Buffer)
        const { mailFrom, rcptTo } = envelope
        const outcomes = rcptTo.map(({ address }) => options.undeliverable?.[address])
        const delivery: Delivery = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.flatMap(({ address }, at) => (outcomes[at] === undefined ? [address] : [])),
          octets: Buffer.concat(chunks),
          user: typeof user === 'string' ? user : undefined,
          secure,
          parameters: (mailFrom ? mailFrom.args : false) || {},
        }
        if (delivery.to.length > 0 && !stream.sizeExceeded) {
          await options.deliver?.(delivery)
          deliveries.push(delivery)
        }
        const replies = outcomes.map((reply): SMTPServerDataResult => (reply ? refusal(reply) : 'OK: delivered'))
        const failure = replies.find((reply) => reply instanceof Error)
        if (options.lmtp) callback(null, replies)
        else callback(failure instanceof Error ? failure : null, `OK: queued as ${deliveries.length}`)
      } catch (error) {
        callback(refusal(`451 ${error instanceof Error ? error.message : 'not delivered'}`))
      }
    },
  }
}

/** The user that has proved to be one. */
function known(users: Accounts, auth: SMTPServerAuthentication): string | undefined {
  const name = auth.username ?? ''
  const account = Object.hasOwn(users, name) ? users[name] : undefined
  if (!account) return undefined
  if (auth.method === 'XOAUTH2') return auth.accessToken && auth.accessToken === account.token ? name : undefined
  if (auth.method === 'CRAM-MD5') return auth.validatePassword(account.password) ? name : undefined
  return auth.password === account.password ? name : undefined
}
