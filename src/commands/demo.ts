import type { Config } from '../config.ts'
import { demoService } from '../services/create.ts'
import { makeSampleTraffic, sampleDays } from '../services/sample-traffic.ts'
import { runningBase } from './address.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export const demoCommand = (config: Config, traffic: boolean) =>
  withCrier(config, async (crier) => {
    const baseUrl = await runningBase(config)
    const demo = await demoService(crier, baseUrl)
    if (!traffic) {
      print(demo)
      return
    }
    const { messages, yesterday } = await makeSampleTraffic(crier, demo.service_id)
    process.stdout.write(
      `${messages} sample messages added to the last ${sampleDays} days. See ${baseUrl}/dashboard?date=${yesterday}\n`,
    )
  })
