// One caller: an operation begins when the one before has ended. Slow operations take longer than was asked for, within
// limits: Node's compiler has caught up with the slowest mapper after some 50 of them, and a median needs a few.
const WARMUP = { operations: 50, longest: 8 };
const MEASURED = { operations: 5, longest: Infinity };

export async function measure(workload, peer, table, seconds, warmup) {
  await repeat(workload, peer, table, warmup, WARMUP);
  return figures(await repeat(workload, peer, table, seconds, MEASURED));
}

/** Latencies and CPU of the operations alone, in microseconds. */
async function repeat({ input, run }, peer, table, seconds, { operations, longest }) {
  const latencies = [];
  let cpu = 0;
  const begun = performance.now();
  const enough = (passed) => passed >= seconds && (latencies.length >= operations || passed >= longest);
  do {
    const given = await input(table);
    const used = process.cpuUsage();
    const begin = performance.now();
    await run(peer, given);
    latencies.push((performance.now() - begin) * 1e3);
    const { user, system } = process.cpuUsage(used);
    cpu += user + system;
  } while (!enough((performance.now() - begun) / 1e3));
  return { latencies, cpu };
}

function figures({ latencies, cpu }) {
  const ops = latencies.length;
  const busy = latencies.reduce((sum, latency) => sum + latency, 0) / 1e6;
  const sorted = Float64Array.from(latencies).sort();
  const percentile = (share) => round(sorted[Math.min(ops - 1, Math.floor(share * ops))]);
  return {
    ops,
    seconds: Number(busy.toFixed(3)),
    p50_us: percentile(0.5),
    p90_us: percentile(0.9),
    p99_us: percentile(0.99),
    qps: round(ops / busy),
    cpu_us_per_op: round(cpu / ops),
  };
}

function round(value) {
  return Number(value.toFixed(1));
}
