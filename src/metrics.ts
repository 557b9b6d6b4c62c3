/** What `/metrics` shows to Prometheus. Labels are few and bounded: no service ids. */
import { createRequire } from 'node:module'

/**
 * By its parts: the library's index loads metrics of processes too, and with them OpenTelemetry, which take 40 ms of a processor at each start and are shown
 * nowhere.
 */
const load = createRequire(import.meta.url)
type Library = typeof import('prom-client')
const Counter: Library['Counter'] = load('prom-client/lib/counter')
const Gauge: Library['Gauge'] = load('prom-client/lib/gauge')
const Histogram: Library['Histogram'] = load('prom-client/lib/histogram')
const Registry: Library['Registry'] = load('prom-client/lib/registry')

export type Metrics = ReturnType<typeof makeMetrics>

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export function makeMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'crier_http_request_seconds',
      help: 'Time to answer HTTP requests',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: seconds,
      registers,
    }),
    accepted: new Counter({
      name: 'crier_notifications_accepted_total',
      help: 'Messages accepted',
      labelNames: ['type', 'key_type'] as const,
      registers,
    }),
    refused: new Counter({
      name: 'crier_requests_limited_total',
      help: 'Requests refused by a limit',
      labelNames: ['limit'] as const,
      registers,
    }),
    sent: new Counter({
      name: 'crier_notifications_sent_total',
      help: 'Messages that a provider took',
      labelNames: ['type', 'provider'] as const,
      registers,
    }),
    sendFaults: new Counter({
      name: 'crier_send_faults_total',
      help: 'Attempts that failed',
      labelNames: ['provider', 'fault'] as const,
      registers,
    }),
    outcomes: new Counter({
      name: 'crier_notifications_outcome_total',
      help: 'Changes of status that receipts, refusals, time-outs and used-up retries made',
      labelNames: ['type', 'status'] as const,
      registers,
    }),
    receiptsWithoutEffect: new Counter({
      name: 'crier_receipts_without_effect_total',
      help: 'Receipts that changed no message, by what became of them',
      labelNames: ['provider', 'outcome'] as const,
      registers,
    }),
    providerSeconds: new Histogram({
      name: 'crier_provider_call_seconds',
      help: 'Time of calls to providers',
      labelNames: ['provider'] as const,
      buckets: seconds,
      registers,
    }),
    acceptanceToHandover: new Histogram({
      name: 'crier_acceptance_to_handover_seconds',
      help: 'Time from acceptance to the provider',
      labelNames: ['queue'] as const,
      buckets: seconds,
      registers,
    }),
    queueReady: new Gauge({
      name: 'crier_queue_ready',
      help: 'Jobs that could run now',
      labelNames: ['queue'] as const,
      registers,
    }),
    queueOldest: new Gauge({
      name: 'crier_queue_oldest_seconds',
      help: 'Age of the oldest job that could run now',
      labelNames: ['queue'] as const,
      registers,
    }),
    lag: new Gauge({
      name: 'crier_delivery_lag_seconds',
      help: 'How long a message that came now would wait to be sent',
      labelNames: ['queue'] as const,
      registers,
    }),
    admittedShare: new Gauge({
      name: 'crier_delivery_admitted_share',
      help: 'Share of what is asked that is accepted, because of that wait',
      labelNames: ['queue'] as const,
      registers,
    }),
    callbacks: new Counter({
      name: 'crier_callbacks_total',
      help: 'Attempts to tell services something, by what became of the callback',
      labelNames: ['type', 'outcome'] as const,
      registers,
    }),
    callbackSeconds: new Histogram({
      name: 'crier_callback_call_seconds',
      help: 'Time of calls to services',
      buckets: seconds,
      registers,
    }),
    callbacksDue: new Gauge({
      name: 'crier_callbacks_due',
      help: 'Callbacks that could be sent now, 100,000 at most',
      registers,
    }),
    callbacksOldest: new Gauge({
      name: 'crier_callbacks_oldest_seconds',
      help: 'For how long the oldest callback that could be sent now has been due',
      registers,
    }),
    callbacksFailing: new Gauge({
      name: 'crier_callbacks_failing',
      help: 'Addresses of services that took nothing when last called',
      registers,
    }),
    gathered: new Histogram({
      name: 'crier_acceptance_batch_size',
      help: 'Requests per acceptance statement',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    reportStatements: new Counter({
      name: 'crier_report_statements_total',
      help: 'Statements of reports that may be read on a standby, by the server that answered them',
      labelNames: ['server'] as const,
      registers,
    }),
    reportsOnStandby: new Gauge({
      name: 'crier_reports_on_standby',
      help: 'Whether reports are read on a standby',
      registers,
    }),
    reportsLag: new Gauge({
      name: 'crier_reports_lag_seconds',
      help: 'How far the standby was behind when last looked at',
      labelNames: ['server'] as const,
      registers,
    }),
  }
}
