import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TraceEvent } from '@linewire/wire'
import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** A client span for every connection and, in it, one for every exchange, until what is returned is called. */
export function spans(tracer = trace.getTracer('linewire')): () => void {
  const connections = new Map<number, { span: Span; attributes: Attributes; inside: Context }>()

  const begin = (name: string, duration: number, attributes: Attributes, inside = context.active()): Span =>
    tracer.startSpan(name, { kind: SpanKind.CLIENT, startTime: Date.now() - duration, attributes }, inside)

  const hear = (message: unknown): void => {
    const event = message as TraceEvent
    const known = connections.get(event.connection)
    if (event.kind === 'connect') {
      const attributes = {
        'network.protocol.name': event.protocol,
        'network.transport': event.port === undefined ? 'unix' : 'tcp',
        'server.address': event.host,
        'server.port': event.port,
      }
      const span = begin(`${event.protocol ?? 'linewire'} connection`, event.duration, attributes)
      if (event.error !== undefined) end(span, event)
      else connections.set(event.connection, { span, attributes, inside: trace.setSpan(context.active(), span) })
    } else if (event.kind === 'exchange' && known) {
      // without the arguments, which name files, mailboxes and people
      const verb = /^(?:UID )?\S*/.exec(event.verb)?.[0] || event.verb
      end(begin(verb, event.duration, known.attributes, known.inside), event)
    } else if (event.kind === 'close' && known) {
      connections.delete(event.connection)
      end(known.span, event)
    }
  }
  const channels = ['linewire:connect', 'linewire:exchange', 'linewire:close']
  for (const channel of channels) subscribe(channel, hear)
  return () => {
    for (const channel of channels) unsubscribe(channel, hear)
    for (const { span } of connections.values()) span.end()
  }
}

function end(span: Span, event: Exclude<TraceEvent, { kind: 'line' }>): void {
  if (event.kind !== 'connect') {
    span.setAttributes({ 'linewire.octets.sent': event.sent, 'linewire.octets.received': event.received })
  }
  if (event.error !== undefined) {
    const { code, name = '_OTHER', message = '' } = Object(event.error)
    span.setAttribute('error.type', typeof code === 'string' ? code : name)
    span.setStatus({ code: SpanStatusCode.ERROR, message })
  }
  span.end()
}
