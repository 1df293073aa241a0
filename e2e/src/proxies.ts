import { certificates } from './certificates.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts } from './ports.ts'

export interface ProxyOptions {
  /** Who may use it; everybody by default. */
  login?: { user: string; password: string }
}

/** A proxy that takes connections from this machine; its log has a line for every connection that it has made. */
export type RunningProxy = Running<'proxy'>

/** Starts microsocks: SOCKS 5, with RFC 1929 where there is a login. Throws with its log when it does not come up. */
export const startMicrosocks = async ({ login }: ProxyOptions = {}): Promise<RunningProxy> => {
  const binary = programPath('microsocks')
  const [ports, certs] = await Promise.all([freePorts('proxy'), certificates()])
  const launch = new Launch('microsocks')
  const access = login ? ['-u', login.user, '-P', login.password] : []
  launch.spawn(binary, ['-i', '127.0.0.1', '-p', String(ports.proxy), ...access])
  await launch.listening(['127.0.0.1'], [ports.proxy])
  return launch.running(['127.0.0.1'], ports, certs)
}

/** Starts tinyproxy: HTTP CONNECT to any port, with Basic where there is a login. Throws with its log when it does not come up. */
export const startTinyproxy = async ({ login }: ProxyOptions = {}): Promise<RunningProxy> => {
  const binary = programPath('tinyproxy')
  const [ports, certs] = await Promise.all([freePorts('proxy'), certificates()])
  const launch = new Launch('tinyproxy')
  const lines = [
    `Port ${ports.proxy}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.1',
    'Timeout 600',
    'MaxClients 100',
    'LogLevel Connect',
    ...(login ? [`BasicAuth ${login.user} ${login.password}`] : []),
  ]
  launch.spawn(binary, ['-d', '-c', launch.write('tinyproxy.conf', `${lines.join('\n')}\n`)])
  await launch.listening(['127.0.0.1'], [ports.proxy])
  return launch.running(['127.0.0.1'], ports, certs)
}
