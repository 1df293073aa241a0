import { certificates } from './certificates.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts } from './ports.ts'

/** TLS at once, and no protocol above it: `openssl s_server`, which insists on a certificate of the client's. */
export interface OpenSsl extends Running<'tls'> {}

/** Starts it. Throws with its log when it does not come up. */
export const startOpenSsl = async (): Promise<OpenSsl> => {
  const binary = programPath('openssl')
  const [ports, certs] = await Promise.all([freePorts('tls'), certificates()])
  const launch = new Launch('openssl')
  const { cert, key } = certs.server
  const own = ['-cert', launch.write('server.pem', cert), '-key', launch.write('server.key', key, 0o600)]
  const insists = ['-Verify', '2', '-verify_return_error', '-CAfile', launch.write('ca.pem', certs.ca)]
  launch.spawn(binary, ['s_server', '-accept', `127.0.0.1:${ports.tls}`, '-quiet', ...own, ...insists])
  await launch.listening(['127.0.0.1'], [ports.tls])
  return launch.running(['127.0.0.1'], ports, certs)
}
