package io.mainstay.benchmarks.compare;

/**
 * One peer, measured once.
 *
 * @param requestsPerSecond right answers
 * @param p50Micros latency, as the next two
 * @param p99Micros one of a hundred was slower
 * @param p999Micros one of a thousand was slower
 * @param cpuMicrosPerRequest CPU time of the proxy, user space and kernel
 * @param residentBytes memory of the proxy under that load
 * @param errors requests without a right answer
 * @param bytesPerIdleConnection what one idle connection costs; NaN where that is not measured
 * @param generatorCpuMicrosPerRequest CPU time of the load generator
 * @param generatorBusy its CPU time as a share of the time; near 1 it was the bottleneck
 */
record Sample(
    double requestsPerSecond,
    double p50Micros,
    double p99Micros,
    double p999Micros,
    double cpuMicrosPerRequest,
    double residentBytes,
    double errors,
    double bytesPerIdleConnection,
    double generatorCpuMicrosPerRequest,
    double generatorBusy) {}
