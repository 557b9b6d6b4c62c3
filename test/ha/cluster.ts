/** Three PostgreSQL under Patroni with etcd and HAProxy, on loopback, run by the files of `deploy/`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findPostmaster, kill } from '../../src/postgres/postmaster.ts'
import { freePorts } from '../support/ports.ts'
import { descendants } from '../support/processes.ts'
import { within } from './limits.ts'
import type { Tools } from './tools.ts'

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const startSeconds = 120
/** The agent answers when it is done, or after 20 s. */
const switchoverSeconds = 40
const stopSeconds = 30
/** An agent looks once a second. */
const noticeSeconds = 10
export const names = ['a', 'b', 'c'] as const
export type Name = (typeof names)[number]
type Node = { name: Name; data: string; agentPort: number; postgresPort: number; agent: ChildProcess | null }

export type Cluster = {
  /** Of the leader, whoever it is, by way of HAProxy. */
  url: string
  standbyUrl: string
  leader: () => Promise<Name | null>
  standbys: () => Promise<Name[]>
  /** The standby that has all that was committed. */
  syncStandby: () => Promise<Name>
  /** Streams from the leader, all three. @throws when it takes too long */
  whole: () => Promise<void>
  /** SIGKILL to the postmaster and all of its children, as when the power of the machine goes; the agent too if said. */
  killNode: (name: Name, agentToo: boolean) => Promise<void>
  killPostmaster: (name: Name) => Promise<void>
  /** The node is the leader no more, or the agents have had time enough to see that it is none. */
  leftBy: (name: Name) => Promise<void>
  startAgent: (name: Name) => Promise<void>
  /** Stops or continues everything of a node, as a virtual machine that is moved. */
  freeze: (name: Name) => Promise<void>
  thaw: () => void
  stopEtcd: () => Promise<void>
  startEtcd: () => Promise<void>
  switchover: (from: Name, to: Name) => Promise<void>
  end: () => Promise<void>
}

export async function startCluster(folder: string, tools: Tools): Promise<Cluster> {
  const ports = await freePorts(10)
  const [etcdPort, peerPort, primaryPort, standbyPort] = ports as [number, number, number, number]
  const password = randomBytes(16).toString('hex')
  const logs = join(folder, 'logs')
  await mkdir(logs, { recursive: true })
  const { account } = tools
  if (account) for (const path of [folder, logs]) await chown(path, account.uid, account.gid)
  const nodes: Node[] = names.map((name, i) => ({
    name,
    data: join(folder, `node-${name}`),
    postgresPort: ports[4 + i]!,
    agentPort: ports[7 + i]!,
    agent: null,
  }))
  const node = (name: Name) => nodes.find((one) => one.name === name)!
  let frozen: number[] = []

  function start(name: string, program: string, words: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(program, words, {
      cwd: folder,
      env: { PATH: tools.path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...account,
    })
    const log = createWriteStream(join(logs, `${name}.log`), { flags: 'a' })
    child.stdout!.pipe(log, { end: false })
    child.stderr!.pipe(log, { end: false })
    return child
  }

  const startEtcdProcess = () =>
    start(
      'etcd',
      tools.etcd,
      [
        ...['--name', 'drill', '--data-dir', join(folder, 'etcd')],
        ...['--listen-client-urls', `http://127.0.0.1:${etcdPort}`],
        ...['--advertise-client-urls', `http://127.0.0.1:${etcdPort}`],
        ...['--listen-peer-urls', `http://127.0.0.1:${peerPort}`],
        ...['--initial-advertise-peer-urls', `http://127.0.0.1:${peerPort}`],
        ...['--initial-cluster', `drill=http://127.0.0.1:${peerPort}`],
      ],
      {},
    )
  let etcd = startEtcdProcess()

  function startPatroni(one: Node): void {
    one.agent = start(`patroni-${one.name}`, tools.patroni, [join(deploy, 'patroni.yml')], {
      PATRONI_NAME: `node-${one.name}`,
      PATRONI_ETCD3_HOSTS: `127.0.0.1:${etcdPort}`,
      PATRONI_RESTAPI_LISTEN: `127.0.0.1:${one.agentPort}`,
      PATRONI_RESTAPI_CONNECT_ADDRESS: `127.0.0.1:${one.agentPort}`,
      PATRONI_POSTGRESQL_LISTEN: `127.0.0.1:${one.postgresPort}`,
      PATRONI_POSTGRESQL_CONNECT_ADDRESS: `127.0.0.1:${one.postgresPort}`,
      PATRONI_POSTGRESQL_DATA_DIR: one.data,
      PATRONI_POSTGRESQL_BIN_DIR: tools.postgres,
      PATRONI_POSTGRESQL_PGPASS: join(folder, `pgpass-${one.name}`),
      PATRONI_SUPERUSER_USERNAME: 'postgres',
      PATRONI_SUPERUSER_PASSWORD: password,
      // Our pg_basebackup calls functions that are a superuser's.
      PATRONI_REPLICATION_USERNAME: 'postgres',
      PATRONI_REPLICATION_PASSWORD: password,
    })
  }

  async function agentSays(one: Node, path: string): Promise<{ status: number; body: AgentState } | null> {
    try {
      const response = await fetch(`http://127.0.0.1:${one.agentPort}${path}`, {
        signal: AbortSignal.timeout(2_000),
      })
      return { status: response.status, body: (await response.json()) as AgentState }
    } catch {
      return null
    }
  }

  async function leader(): Promise<Name | null> {
    for (const one of nodes) if ((await agentSays(one, '/primary'))?.status === 200) return one.name
    return null
  }

  async function members(): Promise<AgentState['members']> {
    const name = await leader()
    return (name && (await agentSays(node(name), '/cluster'))?.body.members) || []
  }

  async function whole(): Promise<void> {
    for (const deadline = Date.now() + startSeconds * 1000; Date.now() < deadline; await pause(250)) {
      const streaming = (await members()).filter(
        ({ role, state, lag }) => role !== 'leader' && state === 'streaming' && (lag ?? 1e9) < 1e6,
      )
      if (streaming.length === 2 && streaming.some(({ role }) => role === 'sync_standby')) return
    }
    throw new Error(`the three nodes are not whole after ${startSeconds} s: see ${logs}`)
  }

  async function postmasterOf(one: Node): Promise<number[]> {
    const server = await findPostmaster(one.data)
    // The postmaster first, so that it starts nothing in place of what dies.
    return server ? [server.pid, ...(await descendants(server.pid))] : []
  }

  function thaw(): void {
    for (const pid of frozen) kill(pid, 'SIGCONT')
    frozen = []
  }

  startPatroni(nodes[0]!)
  for (const deadline = Date.now() + startSeconds * 1000; (await leader()) === null; await pause(250)) {
    if (Date.now() > deadline) throw new Error(`there is no leader after ${startSeconds} s: see ${logs}`)
  }
  for (const one of nodes.slice(1)) startPatroni(one)
  const proxy = start('haproxy', tools.haproxy, ['-f', join(deploy, 'haproxy.cfg'), '-db'], {
    CRIER_PRIMARY: `127.0.0.1:${primaryPort}`,
    CRIER_STANDBY: `127.0.0.1:${standbyPort}`,
    ...Object.fromEntries(
      nodes.flatMap(({ name, postgresPort, agentPort }) => [
        [`NODE_${name.toUpperCase()}`, `127.0.0.1:${postgresPort}`],
        [`AGENT_${name.toUpperCase()}`, String(agentPort)],
      ]),
    ),
  })
  await whole()

  const urlOf = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/crier`
  return {
    url: urlOf(primaryPort),
    standbyUrl: urlOf(standbyPort),
    leader,
    async standbys() {
      const name = await leader()
      return names.filter((one) => one !== name)
    },
    async syncStandby() {
      const found = (await members()).find(({ role }) => role === 'sync_standby')
      if (found === undefined) throw new Error('there is no synchronous standby')
      return found.name.slice(-1) as Name
    },
    whole,
    async killNode(name, agentToo) {
      const one = node(name)
      const pids = await postmasterOf(one)
      if (agentToo) one.agent!.kill('SIGKILL')
      for (const pid of pids) kill(pid, 'SIGKILL')
    },
    async killPostmaster(name) {
      const [pid] = await postmasterOf(node(name))
      if (pid !== undefined) kill(pid, 'SIGKILL')
    },
    async leftBy(name) {
      const deadline = Date.now() + noticeSeconds * 1000
      while ((await leader()) === name && Date.now() < deadline) await pause(100)
    },
    async startAgent(name) {
      startPatroni(node(name))
    },
    async freeze(name) {
      const one = node(name)
      frozen = [one.agent!.pid!, ...(await postmasterOf(one))]
      for (const pid of frozen) kill(pid, 'SIGSTOP')
    },
    thaw,
    async stopEtcd() {
      const exited = once(etcd, 'exit')
      etcd.kill('SIGTERM')
      await within(stopSeconds, 'the stop of etcd', exited)
    },
    async startEtcd() {
      etcd = startEtcdProcess()
    },
    async switchover(from, to) {
      const response = await fetch(`http://127.0.0.1:${node(from).agentPort}/switchover`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ leader: `node-${from}`, candidate: `node-${to}` }),
        signal: AbortSignal.timeout(switchoverSeconds * 1000),
      })
      if (!response.ok) throw new Error(`switchover: ${response.status} ${await response.text()}`)
    },
    async end() {
      thaw()
      for (const one of nodes) {
        one.agent?.kill('SIGKILL')
        for (const pid of await postmasterOf(one)) kill(pid, 'SIGKILL')
      }
      proxy.kill('SIGKILL')
      etcd.kill('SIGKILL')
    },
  }
}

/** What an agent answers, of what is read here. Source: Patroni's REST API. */
type AgentState = { members: { name: string; role: string; state: string; lag?: number }[] }
