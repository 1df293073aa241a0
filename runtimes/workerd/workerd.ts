import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsup'
import type { Asked } from './worker.ts'

interface Miniflare {
  readonly ready: Promise<unknown>
  dispatchFetch(url: string, request: { method: string; body: string }): Promise<{ json(): Promise<unknown> }>
  dispose(): Promise<void>
}

/** workerd with worker.ts in it. */
export interface Workerd extends AsyncDisposable {
  /** Holds a conversation there, and says what came of it. */
  ask(asked: Asked): Promise<unknown>
}

let made: Promise<string> | undefined

/** The worker as wrangler would make it: one file, with everything but what the runtime has. */
async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'linewire-workerd-'))
  await build({
    entry: { worker: join(import.meta.dirname, 'worker.ts') },
    outDir: folder,
    config: false,
    silent: true,
    format: ['esm'],
    platform: 'node',
    target: 'es2022',
    splitting: false,
    noExternal: [/^@linewire\//, 'iconv-lite'],
    external: [/^cloudflare:/],
    esbuildOptions: (options) => {
      options.conditions = ['@linewire/source', 'workerd', 'import', 'default']
    },
    outExtension: () => ({ js: '.mjs' }),
  })
  const script = await readFile(join(folder, 'worker.mjs'), 'utf8')
  await rm(folder, { recursive: true })
  return script
}

/** @param ca the authority that it trusts beside those that all the world does (PEM) */
export async function workerd(ca?: string): Promise<Workerd> {
  made ??= bundle()
  const script = await made
  // installed in runtimes/ alone, and only where the step is wanted: no import that the compiler would look for
  const name: string = 'miniflare'
  const { Miniflare } = (await import(name)) as { Miniflare: new (options: object) => Miniflare }
  const started = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-07-01',
    compatibilityFlags: ['nodejs_compat'],
    // 'private' is loopback too
    outboundService: {
      network: { allow: ['private'], tlsOptions: { trustBrowserCas: true, trustedCertificates: ca ? [ca] : [] } },
    },
    // what it says of certificates that are not trusted, at length
    handleRuntimeStdio: () => {},
  })
  await started.ready
  return {
    async ask(asked) {
      const request = { method: 'POST', body: JSON.stringify(asked) }
      return (await started.dispatchFetch('http://worker/', request)).json()
    },
    [Symbol.asyncDispose]: () => started.dispose(),
  }
}
