/** What befalls the installation, in this order. Each ends when the three nodes are whole again. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Network } from '../support/proxy.ts'
import type { Cluster } from './cluster.ts'

export type Stage = { cluster: Cluster /** Between the first `serve` and the world. */; network: Network }
export type Event = {
  name: string
  /** Seconds without acceptance that are aimed at. */
  mostGap: number
  happens: (stage: Stage) => Promise<void>
}

/** What a supervisor of the agents takes to start one again: RestartSec=1 and the program's own start. */
const supervisorMs = 1_000
const leaderOf = async ({ cluster }: Stage) => {
  const name = await cluster.leader()
  if (name === null) throw new Error('there is no leader')
  return name
}

export const events: Event[] = [
  {
    name: 'leader killed with its agent',
    mostGap: 10,
    async happens(stage) {
      const name = await leaderOf(stage)
      await stage.cluster.killNode(name, true)
      await pause(supervisorMs)
      await stage.cluster.startAgent(name)
    },
  },
  {
    name: 'postmaster of the leader killed',
    mostGap: 10,
    async happens(stage) {
      const name = await leaderOf(stage)
      await stage.cluster.killPostmaster(name)
      // Until its agent has looked, three nodes seem whole.
      await stage.cluster.leftBy(name)
    },
  },
  {
    name: 'a standby killed with its agent',
    mostGap: 10,
    async happens({ cluster }) {
      const [name] = await cluster.standbys()
      await cluster.killNode(name!, true)
      await pause(supervisorMs)
      await cluster.startAgent(name!)
    },
  },
  {
    name: 'switchover',
    mostGap: 3,
    async happens(stage) {
      const from = await leaderOf(stage)
      const to = await stage.cluster.syncStandby()
      await stage.cluster.switchover(from, to)
    },
  },
  {
    name: 'etcd stopped for 15 s',
    mostGap: 10,
    async happens({ cluster }) {
      await cluster.stopEtcd()
      await pause(15_000)
      await cluster.startEtcd()
    },
  },
  {
    // The machine is gone for longer than its lease: the case that the lease decides.
    name: 'leader paused for 40 s, then back',
    mostGap: 30,
    async happens(stage) {
      const name = await leaderOf(stage)
      await stage.cluster.freeze(name)
      await pause(40_000)
      stage.cluster.thaw()
    },
  },
  {
    name: 'a client’s network cut, five times',
    mostGap: 3,
    async happens({ network }) {
      for (let i = 0; i < 5; i++) {
        for (const line of network.lines.splice(0)) line.cut()
        await pause(1_000)
      }
    },
  },
]
