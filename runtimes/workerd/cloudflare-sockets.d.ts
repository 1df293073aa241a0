// what workerd has built in, as much of it as worker.ts uses
declare module 'cloudflare:sockets' {
  export function connect(
    address: { hostname: string; port: number },
    options: { secureTransport: 'on' | 'off' | 'starttls' },
  ): import('../../packages/wire/src/cloudflare/index.ts').CloudflareSocket
}
