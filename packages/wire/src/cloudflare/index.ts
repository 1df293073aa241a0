export { type CloudflareSocket, cloudflareTransport } from './transport.ts'
